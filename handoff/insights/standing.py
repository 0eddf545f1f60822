"""Where a case stands, in the complainant's words: the same by the assistant, on the tracking page and on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handoff.cases import Case
from handoff.cases.lifecycles import lifecycle_of
from handoff.cases.looking_up import sent_answer
from handoff.cases.representing import may_hear_content
from handoff.db import Transaction
from handoff.i18n import format_day, mark, translate
from handoff.sla.promises import next_date, promises

NEXT = {
    "registered": mark("Next, a person takes charge of your complaint and contacts you."),
    "in_assessment": mark("Next, the person in charge decides how to look into it."),
    "early_resolution": mark("Next, you hear from the person in charge what will be done."),
    "investigating": mark("Next, the findings are put together into a decision."),
    "awaiting_complainant": mark("Next, we need your answer to our question."),
    "awaiting_third_party": mark("Next, we wait for an answer from someone else."),
    "decision_pending": mark("Next, a second person checks the decision before you receive it."),
    "responded": mark("Next, please tell us whether the answer is all right for you."),
    "implementing": mark("Next, what was promised is carried out."),
    "verifying": mark("Next, please tell us whether what was promised was really done."),
    "internal_review": mark("Next, someone who was not involved before decides anew."),
    "unresolved_watch": mark("Next, you can turn to an outside body, or still take what we offered."),
    "external_review": mark("Next, the outside body decides. We give it what it needs."),
    "own_motion": mark("Next, we publish here what came out of it."),
    "closed": mark("Nothing more is due. If something is still wrong, you can come back to it."),
}


@dataclass(frozen=True)
class Status:
    """What a complainant may know at any time. `due_text` and `answer_text` are empty when there is nothing to say."""

    number: str
    state: str
    state_text: str
    next_text: str
    due_text: str
    answer_text: str | None


@dataclass(frozen=True)
class Promised:
    """A promise in words: its kind (ack, first_contact, answer), when it is due, and "by Tuesday 1 December"."""

    kind: str
    due_at: datetime
    text: str


async def status_of(tx: Transaction, case: Case, language: str) -> Status:
    """The case's standing, in `language`."""
    state = (await lifecycle_of(tx, case)).states[case.state]
    return Status(
        number=case.number,
        state=case.state,
        state_text=state.public.say(language),
        next_text=translate(language, NEXT[case.state]) if case.state in NEXT else "",
        due_text=await _due_text(tx, case, language),
        answer_text=await sent_answer(tx, case) if await may_hear_content(tx, case) else None,
    )


async def promises_of(tx: Transaction, case: Case, language: str) -> list[Promised]:
    """What was promised and is still ahead, the earliest first."""
    zone = tx.policy.calendar.time_zone
    return [
        Promised(promise.kind, promise.due_at, promise.in_words(language, zone)) for promise in await promises(tx, case)
    ]


async def _due_text(tx: Transaction, case: Case, language: str) -> str:
    deadline = await next_date(tx, case)
    if deadline is None:
        return ""
    day = format_day(deadline.due_at, language, tx.policy.calendar.time_zone)
    ours = deadline.kind in ("answer_target", "answer_hard")
    text = mark("You will have our answer by {day}.") if ours else mark("We wait for your word until {day}.")
    return translate(language, text, day=day)
