"""Complaints for tests."""

from __future__ import annotations

from typing import Any

from handoff.app import Services
from handoff.cases import Case, Complaint, Contact, SuggestedTopic, open_case
from handoff.cases.moving import ASSISTANT

STORY = "The kettle from order A-10423 came with a broken lid and two e-mails had no answer."


def complaint(**changes: Any) -> Complaint:
    values: dict[str, Any] = {
        "narrative": STORY,
        "channel": "chat",
        "language": "en",
        "contact": Contact(name="Sara Ahmadi", email="sara@example.com"),
        "order_ref": "A-10423",
        "wanted": "a refund",
        "wanted_code": "R14",
        "topics": (SuggestedTopic("C01.3", 0.83), SuggestedTopic("C12.1", 0.55)),
    }
    return Complaint(**{**values, **changes})


async def register(services: Services, *, key: str | None = None, **changes: Any) -> Case:
    """A registered case; each call another one, unless `key` says which."""
    async with services.db.transaction() as tx:
        register.count += 1
        case, _new = await open_case(
            tx, complaint(**changes), actor=ASSISTANT, idempotency_key=key or f"test:{register.count}"
        )
    return case


register.count = 0
