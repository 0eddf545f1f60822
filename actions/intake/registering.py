"""Registering the complaint. The service itself posts the receipt with number and dates; here only what fits after it is said."""

from __future__ import annotations

import logging

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.acting import Events, Reply, act
from actions.handover import fetch_person
from actions.helpdesk import HelpdeskError, HelpdeskUnreachable, helpdesk
from actions.intake.draft import Draft, draft_of
from actions.turn import Turn

log = logging.getLogger(__name__)


@act("action_register")
async def register(turn: Turn, reply: Reply) -> Events:
    draft = draft_of(turn)
    try:
        case = await helpdesk().register(turn.conversation, draft.answers, key=draft.key(turn.conversation))
    except HelpdeskUnreachable:
        return _try_again(draft)
    except HelpdeskError as error:
        # Refused as it stands (422): trying the same again is useless, so a person takes it from here.
        log.warning("conversation %s: the case was refused: %s", turn.conversation, error)
        reply.say("register_refused")
        return await fetch_person(turn, reply, "case_needs_person")
    done: Events = [
        *Draft().events(),
        SlotSet("last_case", case["number"]),
        SlotSet("ending", None),
        SlotSet("trouble", None),
    ]
    if case.get("person_needed"):
        return [
            *done,
            *await fetch_person(turn, reply, "safety" if draft.answers.get("safety") else "case_needs_person"),
        ]
    reply.say("registered")
    return done


def _try_again(draft: Draft) -> Events:
    """Everything is kept, and the form stands at its last question again, which says honestly what happened."""
    draft.confirmed = False
    return [
        *draft.events(), SlotSet("trouble", True), SlotSet("ending", None),
        ActiveLoop("complaint_form"), SlotSet("requested_slot", "confirmation"),
    ]  # fmt: skip
