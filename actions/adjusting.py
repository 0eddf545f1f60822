"""Adjusting the talk to the person: language, needs, staying anonymous, acting for somebody else, anger."""

from __future__ import annotations

import contextlib

from rasa_sdk.events import SlotSet

from actions.acting import MAIN_BUTTONS, Events, Reply, act
from actions.handover import fetch_person
from actions.helpdesk import HelpdeskError, helpdesk
from actions.intake.draft import draft_of
from actions.intake.keeping import keep
from actions.parsing.letters import is_persian_script, plain
from actions.turn import Turn


@act("action_change_language")
async def change_language(turn: Turn, reply: Reply) -> Events:
    language = _wanted_language(turn)
    with contextlib.suppress(HelpdeskError):
        await helpdesk().speak(turn.conversation, language)
    reply.language = language
    reply.say("language_changed", buttons=() if turn.loop else MAIN_BUTTONS)
    return [SlotSet("language", language)]


@act("action_stay_anonymous")
async def stay_anonymous(turn: Turn, reply: Reply) -> Events:
    """Outside the contact question: noted for the complaint that is being written or will be."""
    draft = draft_of(turn)
    await keep(turn, draft, draft.add({"anonymous": True, "email": None, "phone": None, "name": None}))
    reply.say("anonymous_noted", buttons=() if turn.loop else [("button_report", "/make_complaint")])
    return draft.events()


@act("action_note_needs")
async def note_needs(turn: Turn, reply: Reply) -> Events:
    """Keeps what the customer needs (large print, a call instead of letters, more time), in their own words."""
    draft = draft_of(turn)
    needs = "; ".join(filter(None, [draft.answers.get("needs"), turn.text]))
    await keep(turn, draft, draft.add({"needs": needs}))
    reply.say("needs_noted", buttons=() if turn.loop else MAIN_BUTTONS)
    return draft.events()


@act("action_note_representative")
async def note_representative(turn: Turn, reply: Reply) -> Events:
    draft = draft_of(turn)
    needs = "; ".join(
        filter(None, [draft.answers.get("needs"), f"writes for somebody else: {turn.text}" if turn.text else None])
    )
    await keep(turn, draft, draft.add({"needs": needs or None}))
    reply.say("representative_noted", buttons=() if turn.loop else [("button_report", "/make_complaint")])
    return draft.events()


@act("action_meet_anger")
async def meet_anger(turn: Turn, reply: Reply) -> Events:
    """One sincere sentence and progress. Anger that comes back is met by a person, not by the same sentence."""
    if turn.slot("anger_met"):
        return [SlotSet("anger_met", None), *await fetch_person(turn, reply, "anger")]
    reply.say("anger" if turn.loop else "anger_offer", buttons=() if turn.loop else MAIN_BUTTONS)
    return [SlotSet("anger_met", True)]


def _wanted_language(turn: Turn) -> str:
    named = turn.entity("wanted_language")
    if named in {"en", "fa"}:
        return str(named)
    words = plain(turn.text)
    if any(word in words for word in ("english", "انگلیسی", "engelisi", "inglisi")):
        return "en"
    if any(word in words for word in ("persian", "farsi", "فارسی")):
        return "fa"
    return "en" if turn.language == "fa" and not is_persian_script(turn.text) else "fa"
