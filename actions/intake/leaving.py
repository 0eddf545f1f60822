"""Stopping half-way, coming back, and throwing away. Stopping loses nothing; only an express wish does."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.acting import MAIN_BUTTONS, Events, Reply, act
from actions.intake.draft import Draft, draft_of
from actions.intake.hearing import hear_story
from actions.intake.keeping import keep
from actions.turn import Turn


@act("action_stop")
async def stop(turn: Turn, reply: Reply) -> Events:
    """Leaves the form. What was written stays kept for a while, as the words say."""
    stopped: Events = [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("offered_story", None)]
    if draft_of(turn).answers.get("narrative"):
        reply.say("stopped", buttons=[("button_go_on", "/continue"), ("button_forget", "/drop_draft")])
    else:
        reply.say("stopped_empty", buttons=[("button_report", "/make_complaint"), ("button_person", "/ask_human")])
    return stopped


@act("action_go_on")
async def go_on(turn: Turn, reply: Reply) -> Events:
    """ "Yes" or "let's go on" outside any question: to the story that was offered, to the draft, or to the beginning."""
    if turn.slot("offered_story"):
        return [*await hear_story(turn, reply), FollowupAction("complaint_form")]
    if draft_of(turn).answers.get("narrative"):
        return [FollowupAction("complaint_form")]
    reply.say("how_can_i_help", buttons=MAIN_BUTTONS)
    return []


@act("action_let_go")
async def let_go(turn: Turn, reply: Reply) -> Events:
    """ "No" outside any question."""
    reply.say("let_go", buttons=MAIN_BUTTONS)
    return [SlotSet("offered_story", None)]


@act("action_drop_draft")
async def drop(turn: Turn, reply: Reply) -> Events:
    draft = draft_of(turn)
    await keep(turn, draft, dict.fromkeys(draft.answers))
    reply.say("dropped")
    return [*Draft().events(), ActiveLoop(None), SlotSet("requested_slot", None)]
