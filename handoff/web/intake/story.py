"""What has happened to a case so far, as its complainant may read it: steps and dates, no names and no notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handoff import events
from handoff.cases import Case
from handoff.db import Transaction
from handoff.events import EventRow
from handoff.i18n import mark, translate

STEPS = {
    "case.opened": mark("We received and registered it."),
    "case.owned": mark("A person took charge of it."),
    "case.first_contact": mark("A person wrote or spoke to you."),
    "case.information_added": mark("You added something."),
    "case.answer_sent": mark("We sent you our answer."),
    "case.answer_accepted": mark("You accepted the answer."),
    "case.answer_rejected": mark("You did not agree with the answer."),
    "case.remedy_done": mark("Something that was promised was done."),
    "case.closed": mark("It was closed."),
}
MOVES = {
    "early_resolution": mark("We began to put it right directly."),
    "investigating": mark("We began to look into it point by point."),
    "awaiting_complainant": mark("We asked you something."),
    "awaiting_third_party": mark("We asked somebody outside for information."),
    "decision_pending": mark("The examination was finished; the decision is being checked."),
    "internal_review": mark("Somebody who was not involved looks at it again."),
    "external_review": mark("An outside body looks at it."),
}


@dataclass(frozen=True)
class Step:
    at: datetime
    text: str


async def story_of(tx: Transaction, case: Case, language: str) -> list[Step]:
    """Oldest first. The same step twice in a row is told once."""
    steps: list[Step] = []
    for row in await events.of_case(tx, case.id):
        text = _words(row)
        if text is not None and (not steps or steps[-1].text != translate(language, text)):
            steps.append(Step(row.at, translate(language, text)))
    return steps


def _words(row: EventRow) -> str | None:
    if row.name == "case.moved":
        return MOVES.get(row.data.get("to", ""))
    else:
        return STEPS.get(row.name)
