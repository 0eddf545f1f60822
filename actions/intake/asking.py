"""Asking the one thing that is missing next, saying why when it is personal."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.acting import Events, Reply, act
from actions.handover import WAYS_ON
from actions.intake.draft import Draft, draft_of
from actions.intake.keeping import keep
from actions.intake.recounting import summary
from actions.turn import Turn

OFFER = "offer_ways"
_REMEDIES = [(f"remedy_{code}", f'/choose_remedy{{"remedy_code":"{code}"}}') for code in ("R14", "R03", "R02", "R17")]
_REMEDIES += [("remedy_other", "/choose_remedy"), ("remedy_unsure", "/not_sure")]


@act("action_ask_complaint_form_narrative")
async def ask_for_story(turn: Turn, reply: Reply) -> Events:
    if turn.slot("hint") == OFFER:
        reply.say(OFFER, buttons=[way for way in WAYS_ON if way[0] != "button_as_it_stands"])
    else:
        reply.say(turn.slot("hint") or "ask_narrative")
    return []


@act("action_ask_complaint_form_reference")
async def ask_for_order(turn: Turn, reply: Reply) -> Events:
    _ask(turn, reply, "ask_reference", [("button_skip", "/skip")])
    return []


@act("action_ask_complaint_form_remedy")
async def ask_for_remedy(turn: Turn, reply: Reply) -> Events:
    if turn.slot("hint") == "again_remedy_own_words":
        reply.say("again_remedy_own_words")
    else:
        _ask(turn, reply, "ask_remedy", _REMEDIES)
    return []


@act("action_ask_complaint_form_contact")
async def ask_for_contact(turn: Turn, reply: Reply) -> Events:
    _ask(turn, reply, "ask_contact", [("button_anonymous", "/anonymous_please")])
    return await _show_notice(turn, reply)


@act("action_ask_complaint_form_confirmation")
async def read_back(turn: Turn, reply: Reply) -> Events:
    """Reads the complaint back; after a failed registration it offers to try again instead of repeating it all."""
    if turn.slot("trouble"):
        reply.say("register_failed", buttons=[("button_try_again", "/affirm"), ("button_person", "/ask_human")])
        return [SlotSet("trouble", None)]
    if turn.slot("correcting"):
        reply.say("ask_correction")
        return []
    shown = await _show_notice(turn, reply)
    draft = draft_of(turn)
    buttons = [("button_register", "/affirm"), ("button_change", "/correct"), *reminder_button(draft)]
    if turn.slot("hint"):
        _ask(turn, reply, "ask_confirmation", buttons)
        return shown
    reply.tell(summary(turn.language, draft.answers))
    reply.say("ask_confirmation", buttons=buttons)
    return shown


def reminder_button(draft: Draft) -> list[tuple[str, str]]:
    """For who would rather finish another day: pressing it is their yes to one letter, so there must be an address."""
    return [("button_remind", "/remind_later")] if draft.answers.get("email") else []


def _ask(turn: Turn, reply: Reply, question: str, buttons: list[tuple[str, str]]) -> None:
    """Puts the question, or says why it comes again, or what else can be done instead."""
    hint = turn.slot("hint") or question
    reply.say(hint, buttons=WAYS_ON if hint == OFFER else buttons)


async def _show_notice(turn: Turn, reply: Reply) -> Events:
    """The privacy notice, once, when personal details are first asked for or read back."""
    draft = draft_of(turn)
    if draft.answers.get("notice_shown"):
        return []
    reply.say("privacy_notice")
    await keep(turn, draft, draft.add({"notice_shown": True}))
    return [SlotSet("answers", draft.answers)]
