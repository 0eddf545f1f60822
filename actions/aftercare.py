"""What a customer wants done with a registered case: add to it, accept or reject the answer, ask for a review, withdraw."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.acting import MAIN_BUTTONS, Events, Reply, act
from actions.handover import fetch_person
from actions.helpdesk import HelpdeskError, helpdesk
from actions.parsing.references import find_case_number
from actions.parsing.stories import content_words, is_story
from actions.turn import Turn

_ACTS = {
    "add_information": "add_information", "correct": "add_information", "accept_response": "accept",
    "reject_response": "reject", "ask_review": "ask_review", "withdraw": "withdraw",
}  # fmt: skip
_TO_CONFIRM = {"accept", "withdraw"}  # these end something, so they are asked once more
_INTERRUPTING = {
    "safety_danger", "ask_human", "ask_status", "ask_how_it_works", "ask_time_limits", "ask_outside_body", "ask_cost",
    "ask_identity", "set_language", "privacy_request", "insult",
}  # fmt: skip


@act("action_begin_case_act")
async def begin_case_act(turn: Turn, reply: Reply) -> Events:
    """Notes what is wanted; the form then asks for the words, or for a yes."""
    wanted = _ACTS.get(turn.intent, "add_information")
    case = find_case_number(turn.text) or turn.slot("last_case") or next(iter(turn.cases[-1:]), None)
    if case is None:
        reply.say("no_case_here", buttons=MAIN_BUTTONS)
        return [FollowupAction("action_listen")]
    told = (
        turn.slot("offered_story")
        if turn.pressed
        else turn.text
        if is_story(turn.text) and wanted == "add_information"
        else None
    )
    return [
        SlotSet("case_act", wanted),
        SlotSet("case_word", told),
        SlotSet("case_number", case),
        SlotSet("offered_story", None),
        SlotSet("misunderstood", 0),
    ]


@act("action_ask_case_word_form_case_word")
async def ask_for_word(turn: Turn, reply: Reply) -> Events:
    wanted = turn.slot("case_act")
    if wanted in _TO_CONFIRM:
        reply.say(f"ask_{wanted}", buttons=[(f"button_{wanted}", "/affirm"), ("button_not_yet", "/deny")])
    elif wanted == "add_information":
        reply.say("ask_add_information")
    else:
        reply.say(f"ask_{wanted}", buttons=[("button_skip", "/skip")])
    return []


@act("validate_case_word_form")
async def take_word(turn: Turn, reply: Reply) -> Events:
    if any(name != "case_word_form" for name in turn.acts_since):
        return [SlotSet("case_word", turn.slot("case_word"))]
    if turn.intent in _INTERRUPTING and (turn.pressed or turn.confidence >= 0.5):
        return []
    wanted = turn.slot("case_act")
    if wanted in _TO_CONFIRM:
        if turn.intent == "affirm" or turn.intent in {"accept_response", "withdraw"}:
            return [SlotSet("case_word", "yes")]
        return [SlotSet("case_word", "no")]
    if turn.intent in {"skip", "deny"} and len(content_words(turn.text)) < 2:
        return [SlotSet("case_word", "no" if wanted == "add_information" else "-")]
    return [SlotSet("case_word", turn.text or "-")]


@act("action_finish_case_act")
async def finish_case_act(turn: Turn, reply: Reply) -> Events:
    """Tells the service, and the customer what the service says happened."""
    wanted, word = str(turn.slot("case_act")), str(turn.slot("case_word") or "")
    over: Events = [SlotSet("case_act", None), SlotSet("case_word", None)]
    if word == "no":
        reply.say("left_as_is")
        return over
    text = "" if word in {"-", "yes"} else word
    try:
        said = await helpdesk().act_on_case(turn.conversation, wanted, text, turn.slot("case_number"))
    except HelpdeskError as error:
        if error.status not in {404, 409, 422}:
            raise
        # No such case here, or not the moment for this: only a person can tell what the customer means.
        reply.say("case_act_refused")
        return [*over, *await fetch_person(turn, reply, "case_needs_person")]
    reply.tell(said) if said else reply.say("done")
    return over
