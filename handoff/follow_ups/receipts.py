"""The card that tells a complainant in the talk that the complaint is registered: number, secret, what happens by when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handoff.cases import Case
from handoff.cases.events import CaseOpened
from handoff.cases.opening import tracking_secret
from handoff.conversations import Conversation, post_message
from handoff.db import Transaction
from handoff.errors import Erased
from handoff.follow_ups.telling import Telling
from handoff.follow_ups.time_facts import dates
from handoff.i18n import left_to_right, translate
from handoff.sla.promises import Promise, promises


async def give_receipt(tx: Transaction, event: CaseOpened) -> None:
    """Post the receipt into the talk in which the complaint was told, in the same transaction."""
    if event.conversation_id is None:
        return
    case = await tx.get_one(Case, event.case_id)
    conversation = await tx.get_one(Conversation, event.conversation_id)
    made = [
        {"kind": promise.kind, "due_at": promise.due_at.isoformat(), "exact": promise.exact}
        for promise in await promises(tx, case)
    ]
    await post_message(
        tx, conversation, author="system", kind="receipt", body=await _body(tx, case, conversation.language),
        data={"receipt": {"case": case.id, "number": case.number, "promises": made}}, client_id=f"receipt:{case.id}",
    )  # fmt: skip


async def receipt_card(tx: Transaction, data: dict[str, Any], language: str) -> dict[str, Any]:
    """The card as the browser draws it, from the `data` of a receipt's message. The secret stands in no row unsealed."""
    case = await tx.get_one(Case, data["receipt"]["case"])
    zone = tx.policy.calendars[case.calendar].time_zone
    made = [
        Promise(row["kind"], datetime.fromisoformat(row["due_at"]), row["exact"]) for row in data["receipt"]["promises"]
    ]
    return {
        "number": case.number,
        "secret": await _secret(tx, case),
        "next_text": _next(language),
        "promises": [
            {"kind": promise.kind, "due_at": promise.due_at.isoformat(), "text": promise.in_words(language, zone)}
            for promise in made
        ],
    }


async def _body(tx: Transaction, case: Case, language: str) -> str:
    """The same for those who read words instead of a card."""
    return translate(
        language,
        "Your complaint is registered.\nNumber: {number}\nTracking code: {secret}\n{next}\n{dates}\n"
        "With number and tracking code you can look it up at any time.",
        number=left_to_right(case.number),
        secret=left_to_right(await _secret(tx, case) or ""),
        next=_next(language),
        dates=await dates(Telling(tx, case, None, language, letter=False)),
    )


async def _secret(tx: Transaction, case: Case) -> str | None:
    try:
        return await tracking_secret(tx, case)
    except Erased:
        return None


def _next(language: str) -> str:
    return translate(language, "A person reads it, takes charge of it and gets in touch with you.")
