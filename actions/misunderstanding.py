"""Not having understood. Long texts are offered a place in the register; twice in a row the ways on are offered: a person, the
register, or other words. Nobody is handed over unasked."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.acting import MAIN_BUTTONS, Events, Reply, act
from actions.handover import WAYS_ON
from actions.intake.hearing import ask_whether_same_case
from actions.parsing.remedies import asks_for_something
from actions.parsing.stories import is_long, is_story
from actions.turn import Turn

_PATIENCE = 2
_SURELY_PRAISE = 0.6


@act("action_not_understood")
async def not_understood(turn: Turn, reply: Reply) -> Events:
    if turn.has_a_case and not turn.loop and is_story(turn.text):
        return ask_whether_same_case(turn, reply)
    if is_long(turn.text) and not turn.loop:
        return _offer_to_register(turn, reply, "offer_register")
    times = int(turn.slot("misunderstood") or 0) + 1
    if times >= _PATIENCE:
        reply.say("offer_ways", buttons=WAYS_ON)
        return [SlotSet("offered_story", _all_told(turn)), SlotSet("misunderstood", 0), SlotSet("unclear", None)]
    reply.say("not_understood", buttons=() if turn.loop else MAIN_BUTTONS)
    return [SlotSet("misunderstood", times), SlotSet("unclear", turn.text)]


def _all_told(turn: Turn) -> str:
    """What was told this time and what was left open before: together it may be a complaint."""
    told = [turn.slot("offered_story"), turn.slot("unclear"), turn.text]
    return "\n".join(dict.fromkeys(filter(None, told)))


@act("action_try_again")
async def try_again(turn: Turn, reply: Reply) -> Events:
    """The customer would rather say it in other words. Inside a form its question comes back by itself."""
    if not turn.loop:
        reply.say("ask_narrative")
    return [SlotSet("offered_story", None)]


@act("action_out_of_scope")
async def out_of_scope(turn: Turn, reply: Reply) -> Events:
    """Says what this is for. A longer text may be a complaint in unusual words, so it is offered a place as well."""
    if is_long(turn.text) and not turn.loop:
        return _offer_to_register(turn, reply, "out_of_scope_offer")
    reply.say("out_of_scope", buttons=() if turn.loop else MAIN_BUTTONS)
    return []


@act("action_other_need")
async def other_need(turn: Turn, reply: Reply) -> Events:
    """A request for service, praise or a suggestion: heard kindly, and passed to where it belongs."""
    key = turn.intent if turn.intent in {"service_request", "praise", "suggestion"} else "how_can_i_help"
    if key == "praise" and turn.text and not turn.loop and _may_be_a_complaint(turn):
        return _offer_to_register(turn, reply, "praise_offer")
    if turn.text and not turn.loop and key != "praise":
        reply.say(key, buttons=[("button_register_this", "/affirm"), ("button_person", "/ask_human")])
        return [SlotSet("offered_story", turn.text)]
    reply.say(key)
    return []


def _may_be_a_complaint(turn: Turn) -> bool:
    """Thanks in advance and irony sound like praise. Who asks for something, or was not understood, is not only content."""
    doubtful = turn.confidence < _SURELY_PRAISE or asks_for_something(turn.text)
    return doubtful or bool(turn.slot("misunderstood") or turn.slot("offered_story"))


def _offer_to_register(turn: Turn, reply: Reply, key: str) -> Events:
    reply.say(
        key,
        buttons=[("button_register_this", "/affirm"), ("button_not_that", "/deny"), ("button_person", "/ask_human")],
    )
    return [SlotSet("offered_story", _all_told(turn)), SlotSet("misunderstood", 0), SlotSet("unclear", None)]
