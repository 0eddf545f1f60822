"""Hearing a story: the customer tells it once, in their own words, and hears back what was understood."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.acting import Events, Reply, act
from actions.intake.draft import Draft, draft_of
from actions.intake.keeping import keep
from actions.intake.reading import story
from actions.intake.recounting import what_was_understood
from actions.parsing.facts import facts
from actions.parsing.stories import is_long, is_story
from actions.turn import Turn


@act("action_hear_story")
async def hear_story(turn: Turn, reply: Reply) -> Events:
    """Starts a draft from the message, or from a story told before that the customer has now asked to register."""
    told_before = None if _tells_anew(turn) else turn.slot("offered_story")
    if turn.has_a_case and not told_before and _tells(turn):
        return ask_whether_same_case(turn, reply)
    draft, changes = draft_of(turn), _what_is_told(turn, told_before)
    if "narrative" in changes and "narrative" in draft.answers:
        # Another story in place of one that was left: nothing of the old one may stay in the new.
        draft, changes = Draft(draft.answers), dict.fromkeys(draft.answers) | changes
    await keep(turn, draft, draft.add(changes))
    if draft.answers.get("narrative") and changes:
        reply.tell(what_was_understood(turn.language, draft.answers))
    return [
        *draft.events(),
        SlotSet("offered_story", None),
        SlotSet("misunderstood", 0),
        SlotSet("hint", None),
        SlotSet("ending", None),
    ]


def _tells(turn: Turn) -> bool:
    """A mere wish to complain in many words ("how can I lodge a complaint") is heard as an opening, unless it is long."""
    return is_story(turn.text) and (is_long(turn.text) or not turn.heard.get("opening"))


def _tells_anew(turn: Turn) -> bool:
    """Whether the customer went on to tell something; a yes, or "it's a new one", is about what was told before."""
    agrees = turn.intent in {"affirm", "continue", "register_as_is"}
    return not agrees and _tells(turn) and (is_long(turn.text) or not turn.has_a_case)


def _what_is_told(turn: Turn, told_before: str | None) -> dict[str, object]:
    if told_before:
        return story(turn, told_before)
    if _tells(turn):
        return story(turn, turn.text)
    return facts(turn.text, turn.now, turn.timezone) if turn.text else {}


def ask_whether_same_case(turn: Turn, reply: Reply) -> Events:
    reply.say(
        "same_case", buttons=[("button_add_to_case", "/add_information"), ("button_new_complaint", "/make_complaint")]
    )
    # The form must not start before this is answered.
    return [SlotSet("offered_story", turn.text), FollowupAction("action_listen")]
