"""Tell a complainant something: in the talk, by letter, or both; when no machine can say it, let a person write."""

from __future__ import annotations

from handoff.cases import Case
from handoff.cases.adding import note_told
from handoff.cases.moving import SYSTEM
from handoff.cases.parties import complainant_of
from handoff.cases.writing_page import put_on_page
from handoff.conversations import Conversation, post_message
from handoff.conversations.posting import LONGEST
from handoff.db import Transaction
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.telling import CannotSay
from handoff.follow_ups.wording import message_of, words_of
from handoff.policy.prompts import Button

# News with content: after it, the next news is owed anew. Reminders and surveys are not news.
NEWS = ("P05", "P07", "P10", "P11", "P18", "P21", "P22")
ON_PAGE_ALREADY = ("P01", "P14")  # the receipt and the answer stand there in a form of their own
SPLIT = LONGEST - 200  # leaves room where a long answer is cut at the end of a paragraph

# What a button of ours can do in the talk: the service carries it out (acting.py). Other acts belong into letters only.
ACTS = frozenset(
    {"accept", "reject", "ask_review", "ask_question", "ask_person", "add_information", "confirm_done", "not_done"}
)


async def tell_complainant(tx: Transaction, case: Case, prompt: Prompt) -> tuple[str, ...]:
    """By which channels it went: chat, email; "track" when only the tracking page can say it; none when a person has to.

    The letter itself is written by whoever hears the `PromptSent` that follows.
    """
    wanted = message_of(tx, prompt).channels
    reachable = await complainant_of(tx, case)
    email = reachable.email if "email" in wanted else None
    try:
        said = await words_of(tx, case, prompt, language=case.language, letter=False)
    except CannotSay:
        await _by_hand(tx, case, prompt)
        return ()
    channels, to_be_called = [], False
    if "chat" in wanted and case.conversation_id is not None:
        await _say_in_talk(tx, case, prompt, said.body)
        channels.append("chat")
    if email is not None:
        channels.append("email")
    elif not channels and "chat" in wanted:
        channels.append("track")  # with number and secret, the case's page is the way we have
        await _say_on_page(tx, case, prompt)
        to_be_called = reachable.phone is not None
        if to_be_called:
            await _by_hand(tx, case, prompt)  # and somebody tells them by telephone: until then they have heard nothing
    if "email" not in channels or "chat" in channels:
        prompt.delivered_at = tx.clock.now()
    if channels and prompt.kind in NEWS and not to_be_called:
        await note_told(tx, case, actor=SYSTEM)
    return tuple(channels)


async def _say_on_page(tx: Transaction, case: Case, prompt: Prompt) -> None:
    if prompt.kind in ON_PAGE_ALREADY:
        return
    said = await words_of(tx, case, prompt, language=case.language, letter=False, page=True)
    await put_on_page(tx, case, text=said.body, by=SYSTEM.name, key=f"prompt:{prompt.id}:{prompt.times_sent}")


async def _by_hand(tx: Transaction, case: Case, prompt: Prompt) -> None:
    await schedule(
        tx,
        key=f"{prompt.key}:by_hand",
        kind=prompt.kind,
        step=prompt.step,
        audience="owner",
        case_id=case.id,
        conversation_id=case.conversation_id,
        at=tx.clock.now(),
        by=prompt.by,
        data={**prompt.data, "by_hand": True},
    )


async def _say_in_talk(tx: Transaction, case: Case, prompt: Prompt, body: str) -> None:
    language = case.language
    conversation = await tx.get_one(Conversation, case.conversation_id)
    parts = split(body)
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        buttons = [_button(case, button, language) for button in message_of(tx, prompt).buttons if button.act in ACTS]
        await post_message(
            tx, conversation, author="system", kind="prompt", body=part,
            data={"buttons": buttons, "case": case.id} if last and buttons else {"case": case.id},
            client_id=f"prompt:{prompt.id}:{place}",
        )  # fmt: skip


def _button(case: Case, button: Button, language: str) -> dict[str, str | int]:
    return {"title": button.label.say(language), "act": button.act, "case": case.id}


def split(text: str) -> list[str]:
    """The text in parts that fit into a message, cut between paragraphs, else between words."""
    parts: list[str] = []
    while len(text) > LONGEST:
        cut = text.rfind("\n\n", 0, SPLIT)
        if cut <= 0:
            cut = text.rfind(" ", 0, SPLIT)
        if cut <= 0:
            cut = SPLIT
        parts.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*parts, text]
