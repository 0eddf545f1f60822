"""Somebody may be in danger: say the emergency number, ask nothing, register what is known, and fetch a person at once."""

from __future__ import annotations

import logging

from rasa_sdk.events import SlotSet

from actions.acting import Events, Reply, act
from actions.handover import fetch_person
from actions.helpdesk import HelpdeskError, helpdesk
from actions.intake.draft import Draft, draft_of
from actions.intake.keeping import keep
from actions.intake.reading import story
from actions.parsing.danger import find_danger
from actions.saying import digits, say
from actions.turn import Turn

log = logging.getLogger(__name__)


@act("action_raise_alarm")
async def raise_alarm(turn: Turn, reply: Reply) -> Events:
    await _say_first(turn, reply)
    draft = draft_of(turn)
    told = story(turn, turn.text) if turn.text else {}
    before = draft.answers.get("narrative")
    if before and told:
        told["narrative"] = f"{before}\n{told['narrative']}"
    words = find_danger(turn.text) or turn.heard.get("danger") or ""
    await keep(turn, draft, draft.add(told | {"safety": True, "safety_words": words}))
    registered = await _register(turn, draft)
    return [*registered, *await fetch_person(turn, reply, "safety")]


async def _say_first(turn: Turn, reply: Reply) -> None:
    """The emergency line goes out before the receipt and the queue's notice, which the service posts while this act runs.
    When that cannot be, it is said with the turn's reply: late rather than never."""
    if number := await _emergency_number(turn):
        line = say(turn.language, "danger_with_number", number=digits(turn.language, number))
    else:
        line = say(turn.language, "danger")
    try:
        await helpdesk().say_now(turn.conversation, line, key=f"danger:{turn.message}")
    except HelpdeskError:
        reply.tell(line)


async def _emergency_number(turn: Turn) -> str | None:
    try:
        return (await helpdesk().information(turn.language)).get("emergency_number")
    except HelpdeskError:
        return None  # the line is said without the number rather than not at all


async def _register(turn: Turn, draft: Draft) -> Events:
    """A missing name or address never delays this: if the service refuses, the person who comes has the kept draft."""
    try:
        case = await helpdesk().register(turn.conversation, draft.answers, key=draft.key(turn.conversation))
    except HelpdeskError as error:
        log.warning("conversation %s: a safety case could not be registered at once: %s", turn.conversation, error)
        return draft.events()
    return [*Draft().events(), SlotSet("last_case", case["number"])]
