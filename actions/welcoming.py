"""The beginning of a talk: the first words, and picking up where a lost or earlier session stopped."""

from __future__ import annotations

from rasa_sdk.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet

from actions.acting import MAIN_BUTTONS, Events, Reply, act
from actions.helpdesk import HelpdeskError, helpdesk
from actions.intake.draft import Draft, draft_of
from actions.turn import Turn


@act("action_session_start")
async def start_session(turn: Turn, reply: Reply) -> Events:
    """Rasa runs this before the first message of a new tracker. An unfinished draft puts the form where it was."""
    started: Events = [SessionStarted(), SlotSet("language", _first_language(turn))]
    answers = await _kept_answers(_conversation(turn))
    if answers.get("narrative"):
        draft = Draft(answers)
        started += [*draft.events(), ActiveLoop("complaint_form"), SlotSet("requested_slot", draft.next_question())]
    return [*started, ActionExecuted("action_listen")]


@act("action_greet")
async def greet(turn: Turn, reply: Reply) -> Events:
    """The first words of the talk in full; a hello that answers them is answered briefly."""
    draft = draft_of(turn)
    if turn.loop == "complaint_form" and draft.answers.get("narrative"):
        reply.say("welcome_back")  # the form's open question follows by itself
    elif turn.loop:
        reply.say("hello_again")
    elif draft.answers.get("narrative"):
        return await _welcome_back(turn, reply)
    elif turn.pressed or turn.told_language != turn.language:
        reply.say("greeting", buttons=MAIN_BUTTONS)
    else:
        reply.say("hello", buttons=MAIN_BUTTONS)
    return []


async def _welcome_back(turn: Turn, reply: Reply) -> Events:
    """Somebody who had stopped half-way is here again: what they wrote is offered while the service still keeps it."""
    if (await helpdesk().draft(turn.conversation)).get("narrative"):
        reply.say("welcome_back_offer", buttons=[("button_go_on", "/continue"), ("button_forget", "/drop_draft")])
        return []
    else:
        reply.say("hello", buttons=MAIN_BUTTONS)
        return Draft().events()


def _metadata(turn: Turn) -> dict[str, object]:
    # The first message is not in the tracker yet; Rasa hands its metadata over in this slot.
    return turn.slot("session_started_metadata") or {}


def _first_language(turn: Turn) -> str:
    return "fa" if (_metadata(turn).get("language") or turn.language) == "fa" else "en"


def _conversation(turn: Turn) -> int:
    return int(str(_metadata(turn).get("conversation") or turn.conversation))


async def _kept_answers(conversation: int) -> dict[str, object]:
    try:
        return await helpdesk().draft(conversation)
    except HelpdeskError:
        return {}  # a talk that starts without its past is better than one that does not start
