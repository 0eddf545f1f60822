"""Handing the talk to a person. The service queues it and tells the customer the place; the assistant falls silent."""

from __future__ import annotations

from rasa_sdk.events import ActionExecuted, ActiveLoop, ConversationPaused, SlotSet

from actions.acting import Events, Reply, act
from actions.helpdesk import HelpdeskError, helpdesk
from actions.turn import Turn

# Offered after two misunderstandings in a row.
WAYS_ON = [
    ("button_person", '/ask_human{"value":"misunderstood"}'),
    ("button_as_it_stands", "/register_as_is"),
    ("button_other_words", "/try_again"),
]


@act("action_hand_over")
async def hand_over(turn: Turn, reply: Reply) -> Events:
    """The reason is that they asked, unless the button says that we had not understood them."""
    return await fetch_person(turn, reply, "misunderstood" if turn.entity("value") == "misunderstood" else "asked")


async def fetch_person(turn: Turn, reply: Reply, reason: str) -> Events:
    """Asks the service for a person and returns the events that silence the assistant until the service resumes it.

    When even that fails the assistant says so and stays, so that nobody is left alone.
    """
    try:
        await helpdesk().hand_over(turn.conversation, reason)
    except HelpdeskError:
        reply.say("no_person_now", buttons=[("button_try_again", "/ask_human")])
        return [SlotSet("ending", None)]
    return [SlotSet("ending", None), SlotSet("misunderstood", 0), *silence()]


def silence() -> Events:
    # Without the listening step Rasa would run this hand-over again at the first message after the pause.
    return [ActiveLoop(None), SlotSet("requested_slot", None), ActionExecuted("action_listen"), ConversationPaused()]
