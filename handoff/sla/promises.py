"""What a complainant was promised, as they read it: what, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handoff.cases import Case
from handoff.db import Transaction
from handoff.i18n import format_day, format_day_and_time, translate
from handoff.policy import Duration
from handoff.sla.deadlines import running
from handoff.sla.models import Deadline

KINDS = {"acknowledgement": "ack", "first_contact": "first_contact", "answer_target": "answer"}


@dataclass(frozen=True)
class Promise:
    """`kind`: ack, first_contact or answer. `exact`: promised to the minute, not to the end of a day."""

    kind: str
    due_at: datetime
    exact: bool

    def in_words(self, language: str, zone: str) -> str:
        """“by Tuesday 1 December”, «تا سه‌شنبه ۱۰ آذر»; with the time of day where it was promised to the minute."""
        show = format_day_and_time if self.exact else format_day
        return translate(language, "by {when}", when=show(self.due_at, language, zone))


async def promises(tx: Transaction, case: Case) -> Sequence[Promise]:
    """What still runs for the complainant, the earliest first. Of several regimes the earliest date counts."""
    found: dict[str, Promise] = {}
    for deadline in await running(tx, case.id, *KINDS):
        kind = KINDS[deadline.kind]
        found.setdefault(kind, Promise(kind, deadline.due_at, Duration.parse(deadline.duration).unit.is_exact))
    return sorted(found.values(), key=lambda promise: promise.due_at)


async def next_date(tx: Transaction, case: Case) -> Deadline | None:
    """The date on which the complainant hears the answer or, when that is out, has to have said what they think."""
    answers = await running(tx, case.id, "answer_target", "answer_hard")
    ahead = [deadline for deadline in answers if deadline.due_at >= tx.clock.now()]
    others = await running(tx, case.id, "acceptance", "verification")
    theirs = await running(tx, case.id, "reply") if case.state == "awaiting_complainant" else ()
    return next(iter([*theirs, *ahead, *others]), None)
