"""A case with one sentence for each class of content, by which a page gives it away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handoff.cases import Actor, Case, Complaint, Contact, open_case
from handoff.cases.opening import SuggestedTopic
from handoff.conversations import Conversation, open_conversation, post_message
from handoff.conversations.attaching import attach
from handoff.conversations.opening import link_case
from handoff.customers import welcome
from tests.handoff.conftest import make_agent

CARD = "6037 9911 2233 4455"
MARKS = {
    "identity": ("sara@example.com", "Sara Ahmadi", "912 555 0145"),
    "narrative": ("The lid of the kettle was broken", "The talk tells of a kettle", "kettle.pdf"),
    "numbers": (CARD,),
    "needs": ("Please speak slowly with me",),
    "notes": ("Between us: the shop was closed",),
    "log": ("Everything, with the dates that were set",),
}
STORY = f"The lid of the kettle was broken and I paid with {CARD}."


@dataclass
class Told:
    """The case, its talk, and a file in it."""

    case: Case
    talk: Conversation
    file: int


async def told(services: Any, *, owner: Any, key: str, flags: tuple[str, ...] = (), **changes: Any) -> Told:
    """Sara's complaint with everything in it; `owner` answers for it."""
    async with services.db.transaction() as tx:
        customer, _ = await welcome(tx, language="en")
        talk = await open_conversation(tx, customer, language="en")
    await services.settle()
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, talk.id)
        await post_message(tx, talk, author="customer", body="The talk tells of a kettle.", for_assistant=False)
        message = await attach(
            tx, talk, name="kettle.pdf", kind="application/pdf", content=b"%PDF-1", author="customer"
        )
        complaint = Complaint(
            narrative=STORY, channel="chat", language="en", needs="Please speak slowly with me", conversation_id=talk.id,
            contact=Contact("Sara Ahmadi", "sara@example.com", "+98 912 555 0145"),
            topics=[SuggestedTopic("C02.1", 0.81)], **changes,
        )  # fmt: skip
        case, _ = await open_case(tx, complaint, actor=Actor("customer", "complainant"), idempotency_key=key)
        await link_case(tx, talk, case_id=case.id, actor="customer")
        await post_message(
            tx, talk, author="agent", kind="note", body="Between us: the shop was closed.", agent_id=owner.id
        )
        case.owner_id = owner.id
        case.flags = sorted({*case.flags, *flags})
        file = message.data["file"]
    await services.settle()
    return Told(case, talk, file)


async def person(services: Any, role: str, **values: Any) -> Any:
    """Somebody with one role, in nobody's line."""
    return await make_agent(services, name=role, name_fa=role, email=f"{role}@example.com", roles=[role], **values)
