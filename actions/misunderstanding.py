"""Not having understood. Long texts are offered a place in the register; twice in a row a person is fetched."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.acting import MAIN_BUTTONS, Events, Reply, act
from actions.handover import fetch_person
from actions.intake.hearing import ask_whether_same_case
from actions.parsing.stories import is_long, is_story
from actions.turn import Turn

_PATIENCE = 2


@act("action_not_understood")
async def not_understood(turn: Turn, reply: Reply) -> Events:
    if turn.has_a_case and not turn.loop and is_story(turn.text):
        return ask_whether_same_case(turn, reply)
    if is_long(turn.text) and not turn.loop:
        return _offer_to_register(turn, reply, "offer_register")
    times = int(turn.slot("misunderstood") or 0) + 1
    if times >= _PATIENCE:
        return await fetch_person(turn, reply, "misunderstood")
    reply.say("not_understood", buttons=() if turn.loop else MAIN_BUTTONS)
    return [SlotSet("misunderstood", times)]


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
    if turn.text and not turn.loop and key != "praise":
        reply.say(key, buttons=[("button_register_this", "/affirm"), ("button_person", "/ask_human")])
        return [SlotSet("offered_story", turn.text)]
    reply.say(key)
    return []


def _offer_to_register(turn: Turn, reply: Reply, key: str) -> Events:
    reply.say(
        key,
        buttons=[("button_register_this", "/affirm"), ("button_not_that", "/deny"), ("button_person", "/ask_human")],
    )
    return [SlotSet("offered_story", turn.text), SlotSet("misunderstood", 0)]
