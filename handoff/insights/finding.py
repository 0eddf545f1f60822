"""Find cases: by what somebody typed, and by what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from handoff.cases import Case, Issue
from handoff.cases.numbering import read_number
from handoff.cases.prints import with_prints
from handoff.db import Transaction
from handoff.insights.case_lines import CaseLine, lines_of, still_open
from handoff.insights.paging import PAGE, Page, Place, after
from handoff.insights.sight import seen_cases
from handoff.sla.models import Deadline
from handoff.staff import Agent

FOUND = "f"


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What a case must be to be found; what is empty does not count. `topic` is a topic or a whole category.

    `since` and `until`: it was received from then on, and before then. `late`: a promise of it is late now.
    """

    words: str = ""
    state: str = ""
    owner_id: int | None = None
    topic: str = ""
    channel: str = ""
    since: datetime | None = None
    until: datetime | None = None
    late: bool = False

    def __bool__(self) -> bool:
        return self != Sought()


async def find_cases(
    tx: Transaction, agent: Agent, sought: Sought, place: Place | None = None, *, most: int = PAGE
) -> Page[CaseLine]:
    """A page of the cases that are all of this and that this person may see, the newest first."""
    query = select(Case).where(seen_cases(tx, agent), *_all_of(tx, agent, sought))
    query = query.where(*after(place, Case.received_at, Case.id, newest_first=True))
    rows = (await tx.scalars(query.order_by(Case.received_at.desc(), Case.id.desc()).limit(most + 1))).all()
    page = rows[:most]
    further = Place(FOUND, page[-1].received_at, page[-1].id) if len(rows) > most else None
    return Page(await lines_of(tx, agent, page), further)


def _all_of(tx: Transaction, agent: Agent, sought: Sought) -> list[ColumnElement[bool]]:
    conditions = [_by_words(tx, agent, sought.words)] if sought.words.strip() else []
    if sought.state:
        conditions.append(Case.state == sought.state)
    if sought.owner_id is not None:
        conditions.append(Case.owner_id == sought.owner_id)
    if sought.channel:
        conditions.append(Case.channel == sought.channel)
    if sought.topic:
        about = or_(Issue.topic == sought.topic, Issue.topic.startswith(f"{sought.topic}.", autoescape=True))
        conditions.append(select(Issue.id).where(Issue.case_id == Case.id, about).exists())
    if sought.since is not None:
        conditions.append(Case.received_at >= sought.since)
    if sought.until is not None:
        conditions.append(Case.received_at < sought.until)
    if sought.late:
        late = select(Deadline.case_id).where(still_open(Deadline), Deadline.due_at < tx.clock.now())
        conditions += [Case.closed_at.is_(None), Case.id.in_(late)]
    return conditions


def _by_words(tx: Transaction, agent: Agent, words: str) -> ColumnElement[bool]:
    """By number; by address, telephone, order or name only for roles that read who somebody is: a search tells it too."""
    found = []
    if number := read_number(words):
        found.append(Case.number == number)
    if tx.policy.permissions.ever(agent.roles, "identity"):
        found.append(with_prints(tx.sealer, words))
    return or_(*found) if found else Case.id.is_(None)
