"""What a customer wants done with a registered case: add to it, accept or reject the answer, ask for a review, withdraw."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.acting import MAIN_BUTTONS, Events, Reply, act
from actions.handover import fetch_person
from actions.helpdesk import HelpdeskError, helpdesk
from actions.parsing.references import find_case_number
from actions.parsing.stories import content_words, is_long, is_story, speaks_of_a_case
from actions.standing import TO_CONFIRM, meant
from actions.turn import Turn

_ACTS = {
    "add_information": "add_information", "correct": "add_information", "accept_response": "accept",
    "reject_response": "reject", "ask_review": "ask_review", "withdraw": "withdraw",
}  # fmt: skip
_INTERRUPTING = {
    "safety_danger", "ask_human", "ask_status", "ask_how_it_works", "ask_time_limits", "ask_outside_body", "ask_cost",
    "ask_identity", "set_language", "privacy_request", "insult", "thanks", "goodbye", "greet",
}  # fmt: skip


@act("action_begin_case_act")
async def begin_case_act(turn: Turn, reply: Reply) -> Events:
    """Notes what is wanted; the form then asks for the words, or for a yes."""
    number = (
        turn.entity("value")
        or find_case_number(turn.text)
        or turn.slot("last_case")
        or next(iter(turn.cases[-1:]), None)
    )
    if number is None:
        never_mind = turn.intent == "withdraw" and not speaks_of_a_case(turn.text)
        reply.say("let_go" if never_mind else "no_case_here", buttons=MAIN_BUTTONS)
        return [FollowupAction("action_listen")]
    said = _ACTS.get(turn.intent, "add_information")
    wanted = meant(said, await _state_of(turn, number))
    if wanted is None:
        reply.say("nothing_answered_yet", buttons=[("button_add_to_case", "/add_information")])
        words = turn.text if is_long(turn.text) else None
        return [SlotSet("offered_story", words), FollowupAction("action_listen")]
    return [*begun(wanted, number), SlotSet("case_word", _told_already(turn, wanted))]


def _told_already(turn: Turn, wanted: str) -> str | None:
    """The words, or the yes, that came with the wish itself."""
    if wanted == "add_information":
        return turn.slot("offered_story") if turn.pressed else turn.text if is_story(turn.text) else None
    else:
        # The button below the status says what its question would ask.
        return "yes" if wanted == "confirm_done" and turn.pressed else None


def begun(wanted: str, number: str) -> Events:
    """What the form needs to ask for the words that belong to an act."""
    return [
        SlotSet("case_act", wanted),
        SlotSet("case_word", None),
        SlotSet("case_number", number),
        SlotSet("offered_story", None),
        SlotSet("misunderstood", 0),
    ]


@act("action_ask_case_word_form_case_word")
async def ask_for_word(turn: Turn, reply: Reply) -> Events:
    wanted = str(turn.slot("case_act"))
    if wanted in TO_CONFIRM:
        no = "button_not_done" if wanted == "confirm_done" else "button_not_yet"
        reply.say(f"ask_{wanted}", buttons=[(f"button_{wanted}", "/affirm"), (no, "/deny")])
    elif wanted == "add_information":
        reply.say("ask_add_information")
    else:
        reply.say(f"ask_{wanted}", buttons=[("button_skip", "/skip"), ("button_not_yet", "/withdraw")])
    return []


@act("validate_case_word_form")
async def take_word(turn: Turn, reply: Reply) -> Events:
    if any(name != "case_word_form" for name in turn.acts_since):
        return [SlotSet("case_word", turn.slot("case_word"))]
    if turn.intent in _INTERRUPTING and (turn.pressed or turn.confidence >= 0.5):
        return []
    wanted = str(turn.slot("case_act"))
    if wanted in TO_CONFIRM:
        return _yes_or_no(turn, wanted)
    bare = turn.pressed or len(content_words(turn.text)) < 2
    if bare and (turn.intent == "withdraw" or (turn.intent in {"skip", "deny"} and wanted == "add_information")):
        return [SlotSet("case_word", "no")]
    if bare and turn.intent in {"skip", "deny"}:
        return [SlotSet("case_word", "-")]
    return [SlotSet("case_word", turn.text or "-")]


def _yes_or_no(turn: Turn, wanted: str) -> Events:
    """Only a yes does it. What else was said is not lost: what is missing is passed on, the rest can be added."""
    if turn.intent == "affirm" or _ACTS.get(turn.intent) in {"accept", "withdraw"}:
        return [SlotSet("case_word", "yes")]
    words = turn.text if is_long(turn.text) else None
    if wanted == "confirm_done":
        return [SlotSet("case_act", "not_done"), SlotSet("case_word", words)]
    return [SlotSet("case_word", "no"), SlotSet("offered_story", words)]


@act("action_finish_case_act")
async def finish_case_act(turn: Turn, reply: Reply) -> Events:
    """Tells the service, and the customer what the service says happened."""
    wanted, word = str(turn.slot("case_act")), str(turn.slot("case_word") or "")
    over: Events = [SlotSet("case_act", None), SlotSet("case_word", None)]
    if word == "no":
        told = turn.slot("offered_story")
        reply.say("left_as_is", buttons=[("button_add_to_case", "/add_information")] if told else [])
        return over
    text = "" if word in {"-", "yes"} else word
    act_of_case = "accept" if wanted == "accept_late" else wanted  # one word at the service, which knows the state
    try:
        said = await helpdesk().act_on_case(turn.conversation, act_of_case, text, turn.slot("case_number"))
    except HelpdeskError as error:
        if error.status not in {404, 409, 422}:
            raise
        # No such case here, or not the moment for this: only a person can tell what the customer means.
        reply.say("case_act_refused")
        return [*over, *await fetch_person(turn, reply, "case_needs_person")]
    reply.tell(said) if said else reply.say("done")
    return over


async def _state_of(turn: Turn, number: str) -> str | None:
    """Where the case stands, when it belongs to this talk."""
    cases = await helpdesk().cases_here(turn.conversation)
    return next((str(case["state"]) for case in cases if case["number"] == number), None)
