"""A registered complaint is acknowledged in the talk, in the same transaction, in the customer's language."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update

from handoff.cases import Case
from handoff.cases.looking_up import case_by_secret
from handoff.conversations import Conversation, Message
from handoff.follow_ups.receipts import receipt_card
from tests.handoff.follow_ups.looking import talk
from tests.handoff.sla.world import register


async def test_the_receipt_stands_in_the_talk_with_number_secret_and_dates(services, conversation):
    case = await register(services, conversation)
    (receipt,) = [message for message in await talk(services, conversation) if message.kind == "receipt"]
    assert case.number in receipt.body
    assert "A person writes to you by Wednesday 25 November" in receipt.body
    assert "You have our answer by Tuesday 8 December" in receipt.body
    async with services.db.reading() as tx:
        card = await receipt_card(tx, receipt.data, "fa")
        assert (await case_by_secret(tx, number=card["number"], secret=card["secret"])).id == case.id
    assert [promise["kind"] for promise in card["promises"]] == ["first_contact", "answer"]
    assert card["promises"][1]["text"] == "تا سه‌شنبه ۱۷ آذر"
    assert card["secret"] in receipt.body


async def test_the_secret_stands_in_no_row_unsealed(services, conversation):
    await register(services, conversation)
    async with services.db.reading() as tx:
        message = await tx.scalar(select(Message).where(Message.kind == "receipt"))
        card = await receipt_card(tx, message.data, "en")
    assert card["secret"] not in json.dumps(message.data)
    assert card["secret"].encode() not in message.body


async def test_in_persian_the_receipt_reads_as_persian(services, conversation):
    async with services.db.transaction() as tx:
        await tx.execute(update(Conversation).values(language="fa"))
    await register(services, conversation, language="fa")
    (receipt,) = [message for message in await talk(services, conversation) if message.kind == "receipt"]
    assert receipt.body.startswith("شکایت شما ثبت شد.")
    assert "پاسخ ما تا سه‌شنبه ۱۷ آذر به دست شما می‌رسد" in receipt.body


async def test_the_same_complaint_twice_gets_one_receipt(services, conversation):
    await register(services, conversation)
    await register(services, conversation)
    assert len([message for message in await talk(services, conversation) if message.kind == "receipt"]) == 1


async def test_without_a_commit_nobody_was_told_anything(services, conversation, monkeypatch):
    with pytest.raises(RuntimeError):
        async with services.db.transaction() as tx:
            await _register_and_fail(tx, conversation)
    assert [message.kind for message in await talk(services, conversation)] == ["text"], "only the greeting"
    async with services.db.reading() as tx:
        assert await tx.scalar(select(Case)) is None


async def _register_and_fail(tx, conversation) -> None:
    from handoff.cases import Complaint, open_case
    from handoff.cases.moving import ASSISTANT

    complaint = Complaint(narrative="x", channel="chat", language="en", anonymous=True, conversation_id=conversation.id)
    await open_case(tx, complaint, actor=ASSISTANT, idempotency_key="lost")
    raise RuntimeError("the power fails here")
