"""Stopping half-way, coming back, and throwing away. Stopping loses nothing; only an express wish does."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.acting import MAIN_BUTTONS, Events, Reply, act
from actions.aftercare import begun
from actions.helpdesk import helpdesk
from actions.intake.asking import reminder_button
from actions.intake.draft import Draft, draft_of
from actions.intake.hearing import hear_story
from actions.intake.keeping import keep
from actions.saying import apart
from actions.standing import meant, waits_for_a_word
from actions.turn import Turn

# Answers to a question that nobody asks now, and what is said to them.
_LATE = {"skip": "not_needed", "not_sure": "not_needed", "choose_remedy": "outdated", "survey_answer": "outdated"}


@act("action_stop")
async def stop(turn: Turn, reply: Reply) -> Events:
    """Leaves the form. What was written stays kept for a while, as the words say."""
    stopped: Events = [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("offered_story", None)]
    draft = draft_of(turn)
    if draft.answers.get("narrative"):
        key = "stopped_with_goodbye" if turn.intent == "goodbye" else "stopped"
        reply.say(
            key, buttons=[("button_go_on", "/continue"), *reminder_button(draft), ("button_forget", "/drop_draft")]
        )
    else:
        key = "goodbye" if turn.intent == "goodbye" else "stopped_empty"
        reply.say(key, buttons=[("button_report", "/make_complaint"), ("button_person", "/ask_human")])
    return stopped


@act("action_remind_later")
async def remind_later(turn: Turn, reply: Reply) -> Events:
    """They want one letter about it. It is promised only once the service has noted it: until then nothing is said."""
    draft = draft_of(turn)
    if not reminder_button(draft):
        return await stop(turn, reply)  # an old button: the address was taken back
    wish = {"remind": True}
    await helpdesk().keep(turn.conversation, wish)
    draft.add(wish)
    buttons = [("button_go_on", "/continue"), ("button_forget", "/drop_draft")]
    reply.say("will_remind", email=apart(draft.answers["email"]), buttons=buttons)
    return [*draft.events(), ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("offered_story", None)]


@act("action_go_on")
async def go_on(turn: Turn, reply: Reply) -> Events:
    """ "Yes" or "let's go on" outside any question: to the story that was offered, to the draft, or to the beginning."""
    if turn.slot("offered_story"):
        return [*await hear_story(turn, reply), FollowupAction("complaint_form")]
    if draft_of(turn).answers.get("narrative"):
        return [FollowupAction("complaint_form")]
    if case := await waits_for_a_word(turn):
        return [*begun(str(meant("accept", case["state"])), case["number"]), FollowupAction("case_word_form")]
    reply.say("how_can_i_help", buttons=MAIN_BUTTONS)
    return []


@act("action_let_go")
async def let_go(turn: Turn, reply: Reply) -> Events:
    """ "No" or "skip" outside any question: a no may answer the service's own, whether what was promised was done."""
    if turn.intent in _LATE:
        reply.say(_LATE[turn.intent], buttons=MAIN_BUTTONS)
        return []
    case = None if turn.slot("offered_story") else await waits_for_a_word(turn)
    if case and case["state"] == "verifying":
        return [*begun("confirm_done", case["number"]), FollowupAction("case_word_form")]
    reply.say("let_go", buttons=MAIN_BUTTONS)
    return [SlotSet("offered_story", None)]


@act("action_drop_draft")
async def drop(turn: Turn, reply: Reply) -> Events:
    draft = draft_of(turn)
    await keep(turn, draft, dict.fromkeys(draft.answers))
    reply.say("dropped")
    return [*Draft().events(), ActiveLoop(None), SlotSet("requested_slot", None)]
