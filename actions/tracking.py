"""How a case stands: by number and secret, or for the cases of this very talk without them."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import SlotSet

from actions.acting import Events, Reply, act
from actions.helpdesk import HelpdeskError, helpdesk
from actions.parsing.references import find_case_number, find_secret
from actions.saying import apart, say
from actions.standing import asked_of
from actions.turn import Turn

_TRIES = 2  # wrong numbers before a person is offered


@act("action_tell_status")
async def tell_status(turn: Turn, reply: Reply) -> Events:
    number = find_case_number(turn.text) or turn.slot("status_number")
    secret = find_secret(turn.text)
    if number and secret:
        return await _look_up(turn, reply, number, secret)
    here = await helpdesk().cases_here(turn.conversation)
    chosen = [case for case in here if case["number"] == number] or ([] if number else here)
    if chosen:
        for case in chosen:
            _tell(reply, case)
        return [SlotSet("status_number", None)]
    if number:
        reply.say("ask_secret", number=apart(number), buttons=[("button_no_secret", "/ask_human")])
        return [SlotSet("status_number", number)]
    reply.say("ask_number_and_secret", buttons=[("button_no_secret", "/ask_human")])
    return []


async def _look_up(turn: Turn, reply: Reply, number: str, secret: str) -> Events:
    try:
        for case in await helpdesk().look_up(turn.conversation, number, secret):
            _tell(reply, case)
    except HelpdeskError as error:
        if error.status == 429:
            reply.say("too_many_tries", buttons=[("button_person", "/ask_human")])
            return []
        if error.code != "case_not_found":
            raise
        return _not_found(turn, reply)
    return [SlotSet("status_number", None), SlotSet("wrong_numbers", 0), SlotSet("last_case", number)]


def _not_found(turn: Turn, reply: Reply) -> Events:
    times = int(turn.slot("wrong_numbers") or 0) + 1
    key = "case_not_found" if times < _TRIES else "case_not_found_again"
    reply.say(key, buttons=[("button_person", "/ask_human")])
    return [SlotSet("wrong_numbers", times), SlotSet("status_number", None)]


def _tell(reply: Reply, case: dict[str, Any]) -> None:
    """The service's own words about state, next step and date; nothing is made up here."""
    lines = [case.get("state_text"), case.get("next_text"), case.get("due_text")]
    text = say(reply.language, "status", number=apart(case["number"]), text="\n".join(line for line in lines if line))
    reply.tell(text, asked_of(reply.language, case))
