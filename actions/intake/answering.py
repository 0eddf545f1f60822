"""Taking in an answer to one of the form's questions, or several at once, and corrections of what was said before."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.acting import Events, Reply, act
from actions.intake.draft import draft_of
from actions.intake.keeping import keep
from actions.intake.reading import read_answer
from actions.intake.recounting import what_was_understood
from actions.turn import Turn

_PATIENCE = 2  # misunderstandings in a row before the ways on are offered


@act("validate_complaint_form")
async def take_answer(turn: Turn, reply: Reply) -> Events:
    """Rasa runs this when the form starts, after every answer, and when the form resumes after an interruption."""
    draft = draft_of(turn)
    if any(name != "complaint_form" for name in turn.acts_since):
        return [
            *draft.events(),
            SlotSet("hint", None),
        ]  # another act dealt with this message: only the question comes back
    reading = read_answer(turn, draft)
    if reading.interrupts:
        return []  # nothing filled: Rasa rejects the form, and the rule for what the customer wants runs
    if not reading.understood:
        return _not_understood(turn, reading.hint)
    draft.skipped |= reading.skipped
    draft.confirmed = reading.confirmed
    first_heard = "narrative" not in draft.answers
    news = draft.add(reading.changes)
    await keep(turn, draft, news)
    if first_heard and "narrative" in draft.answers:
        reply.tell(what_was_understood(turn.language, draft.answers))
    elif reading.more_told:
        reply.say("more_told")
    settled = [SlotSet("misunderstood", 0), SlotSet("hint", None), SlotSet("correcting", reading.correcting or None)]
    if reading.confirmed:
        return [*draft.events(), *settled, SlotSet("ending", "register"), SlotSet("requested_slot", None)]
    return [*draft.events(), *settled]


def _not_understood(turn: Turn, hint: str | None) -> Events:
    # A refusal was understood well; it only needs another way.
    times = int(turn.slot("misunderstood") or 0) + (hint != "again_contact_anonymous")
    if times >= _PATIENCE:
        return [SlotSet("misunderstood", 0), SlotSet("hint", "offer_ways"), SlotSet("requested_slot", turn.asked)]
    return [SlotSet("misunderstood", times), SlotSet("hint", hint), SlotSet("requested_slot", turn.asked)]
