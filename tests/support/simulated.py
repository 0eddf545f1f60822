"""Many complaints at once, as plain rows of the tables: what a year of a desk leaves behind, drawn by a seed.

The rows are written past the acts, because a hundred thousand lives cannot be lived in a test. They hold no words: what is
sealed is empty. Figures can be counted from them by the product and, independently, by `tests.support.recounting`.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import func, insert, select

from handoff.cases import Answer, Assessment, Case, Issue, Party, RemedyItem
from handoff.db import Transaction
from handoff.events import EventRow
from handoff.sla.models import Deadline
from handoff.surveys.models import Survey

DAY = timedelta(days=1)
CHANNELS = ("chat", "chat", "chat", "form", "form", "phone", "email", "in_person")
TOPICS = ("C01.1", "C01.3", "C02.1", "C02.3", "C03.6", "C04.1", "C04.3", "C06.1", "C08.1", "C12.1")
OUTCOMES = ("upheld", "upheld", "partly_upheld", "not_upheld", "not_upheld", "unable_to_determine")
CAUSES = ("K03", "K04", "K05", "K07", "K09", "K10", None)
TABLES = (Case, Party, Issue, Assessment, Answer, RemedyItem, Deadline, Survey, EventRow)
CHUNK = 2000


@dataclass
class Rows:
    """By table, as dictionaries of columns."""

    by_table: dict[type, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    _ids: dict[type, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, table: type, **values: Any) -> int:
        self._ids[table] += 1
        row = {column.name: None for column in table.__table__.columns}
        row.update(values, id=values.get("id", self._ids[table]))
        self.by_table[table].append(row)
        return row["id"]


def simulate(count: int, *, now: datetime, days: int, agents: list[int], seed: int = 1, first_id: int = 1) -> Rows:
    """`count` cases received over the last `days` days, and what became of them until `now`."""
    chance, rows = random.Random(seed), Rows()
    for table in TABLES:
        rows._ids[table] = (first_id - 1) * 10
    for number in range(count):
        received = now - timedelta(days=days * (1 - (number + chance.random()) / count))
        _live(rows, chance, first_id + number, received.replace(microsecond=0), now, agents)
    return rows


async def write(tx: Transaction, rows: Rows) -> None:
    """Write the rows, a few thousand at once."""
    for table in TABLES:
        for chunk in _chunks(rows.by_table[table]):
            await tx.execute(insert(table), chunk)
    if tx.get_bind().dialect.name != "sqlite":
        for table in TABLES:  # ids were given here: the sequences go on after them
            last = await tx.scalar(select(func.max(table.id)))
            name = f"{table.__tablename__}_id_seq"
            await tx.execute(select(func.setval(name, last or 1)))


def _live(
    rows: Rows, chance: random.Random, case_id: int, received: datetime, now: datetime, agents: list[int]
) -> None:
    channel, language = chance.choice(CHANNELS), chance.choice(("en", "fa"))
    safety, owner = chance.random() < 0.02, chance.choice(agents)
    person = _print(chance.randrange(case_id // 2 + 10)) if chance.random() < 0.8 else None
    severity = chance.choices((1, 2, 3, 4), (30, 50, 17, 3))[0]
    events: list[tuple[str, datetime, dict[str, Any]]] = [("case.opened", received, {})]
    life = _Life(chance, received, now)
    contact, answered, closed = life.after(0.02, 2), life.after(1, 25), life.after(4, 60)
    closed = closed if closed and answered and closed > answered else None
    withdrawn = closed is not None and chance.random() < 0.04
    stage = 2 if answered and chance.random() < 0.08 else 1
    front = answered is not None and severity < 3 and chance.random() < 0.6
    if front:
        events.append(("case.moved", answered, {"transition": "T08", "to": "responded"}))
    outside = stage == 2 and chance.random() < 0.2
    if outside:
        events.append(("case.moved", answered, {"transition": "T23", "to": "external_review"}))
    reopened = closed is not None and chance.random() < 0.05
    if closed:
        events.append(("case.closed", closed, {"reason": "withdrawn"}))
    if reopened:
        closed_again = closed + chance.randrange(2, 20) * DAY
        closed = closed_again if closed_again < now and chance.random() < 0.7 else None
        if closed:
            events.append(("case.closed", closed, {"reason": "resolved_accepted"}))
    reason = None
    if closed:
        reason = "withdrawn" if withdrawn and not reopened else chance.choice(
            ("resolved_accepted", "resolved_accepted", "resolved_unconfirmed", "deemed_no_reply")
        )  # fmt: skip
    rows.add(
        Case, id=case_id, number=f"PA-{case_id:08d}", idempotency_key=f"simulated:{case_id}", secret_hash="-",
        received_at=received, registered_at=received, received_by="customer", channel=channel, language=language,
        state="closed" if closed else "responded" if answered else "in_assessment", state_entered_at=received,
        stage=stage, owner_id=owner, owned_at=received, priority=f"P{5 - severity}", preset="retail_default",
        calendar="iran_thu_fri", config_version="-", anonymous=person is None,
        flags=["safety"] if safety else ["vulnerable"] if chance.random() < 0.05 else [],
        first_contact_at=contact, final_response_at=answered, closed_at=closed, closure_reason=reason,
        reopen_count=1 if reopened else 0,
    )  # fmt: skip
    rows.add(Party, case_id=case_id, role="complainant", email_print=person, language=language)
    upheld = _issues(rows, chance, case_id, answered)
    if chance.random() < 0.95:
        _assessments(rows, chance, case_id, received, severity, owner)
    if answered:
        rows.add(Answer, case_id=case_id, stage=1, by_id=owner, proposed_at=answered, sent_at=answered)
        if upheld and chance.random() < 0.6:
            _remedy(rows, chance, case_id, answered, now, owner)
    _promises(rows, chance, case_id, received, contact, answered, now)
    if closed:
        _survey(rows, chance, case_id, closed, now, upheld, language)
    for place, (name, at, data) in enumerate(events, 1):
        rows.add(
            EventRow, case_number=place, name=name, public=False, actor="system", at=at, case_id=case_id, data=data
        )


@dataclass
class _Life:
    chance: random.Random
    received: datetime
    now: datetime

    def after(self, least: float, most: float) -> datetime | None:
        """A moment so many days after receipt, or None when it has not come yet."""
        at = self.received + timedelta(days=self.chance.uniform(least, most))
        return at.replace(microsecond=0) if at < self.now else None


def _issues(rows: Rows, chance: random.Random, case_id: int, answered: datetime | None) -> bool:
    upheld = False
    for _ in range(chance.choices((1, 2, 3), (80, 17, 3))[0]):
        outcome = chance.choice(OUTCOMES) if answered else None
        found = outcome in ("upheld", "partly_upheld")
        upheld = upheld or found
        rows.add(
            Issue, case_id=case_id, topic=chance.choice(TOPICS), confirmed_by=1 if chance.random() < 0.93 else None,
            outcome=outcome, cause=chance.choice(CAUSES) if found else None,
        )  # fmt: skip
    return upheld


def _assessments(
    rows: Rows, chance: random.Random, case_id: int, received: datetime, severity: int, owner: int
) -> None:
    told = {"case_id": case_id, "impact": 1, "urgency": 1, "complexity": "simple", "by_id": owner}
    at = received + timedelta(hours=chance.randrange(1, 8))
    if severity > 1 and chance.random() < 0.1:
        rows.add(Assessment, severity=severity - 1, priority=f"P{6 - severity}", at=at, **told)
        at += timedelta(hours=2)
    rows.add(Assessment, severity=severity, priority=f"P{5 - severity}", at=at, **told)


def _remedy(rows: Rows, chance: random.Random, case_id: int, answered: datetime, now: datetime, owner: int) -> None:
    due = answered + 5 * DAY
    done = answered + timedelta(days=chance.uniform(0.5, 7))
    amount = Decimal(chance.randrange(5, 900) * 1000) if chance.random() < 0.8 else None
    rows.add(
        RemedyItem, case_id=case_id, code=chance.choice(("R14", "R03", "R17")), amount=amount,
        currency="IRT" if amount else None, owner_id=owner, due_at=due,
        done_at=done.replace(microsecond=0) if done < now else None,
    )  # fmt: skip


def _promises(
    rows: Rows, chance: random.Random, case_id: int, received: datetime, contact: datetime | None,
    answered: datetime | None, now: datetime,
) -> None:  # fmt: skip
    acknowledged = received + timedelta(minutes=chance.choice((1, 1, 1, 2, 30 * 60)))
    for kind, length, met, preset in (
        ("acknowledgement", timedelta(hours=24), acknowledged if acknowledged < now else None, "retail_default"),
        ("first_contact", DAY, contact, "service"),
        ("answer_target", 10 * DAY, answered, "service"),
        ("answer_hard", 20 * DAY, answered, "retail_default"),
    ):
        due = received + length
        late = (met or now) > due
        rows.add(
            Deadline, case_id=case_id, kind=kind, turn=1, preset=preset, calendar="iran_thu_fri", duration="1wd",
            base_at=received, due_at=due, first_due_at=due, hard=False, pausable=False, met_at=met,
            missed_at=due if late and (met or chance.random() < 0.9) else None, warned_percent=0,
        )  # fmt: skip


def _survey(
    rows: Rows, chance: random.Random, case_id: int, closed: datetime, now: datetime, upheld: bool, language: str
) -> None:
    told: dict[str, Any] = {"answers": {}}
    reason = chance.choice(("no_channel", "surveyed_recently")) if chance.random() < 0.15 else None
    at = closed + timedelta(days=chance.uniform(3, 12))
    if reason is None and at < now and chance.random() < (0.4 if upheld else 0.25):
        scores = (3, 4, 4, 5, 5, 2) if upheld else (1, 2, 2, 3, 4, 5)
        told["answers"] = {item: chance.choice((*scores, None)) for item in ("Q1", "Q2", "Q3", "Q4a")}
        told["first_answer_at"] = told["answered_at"] = at.replace(microsecond=0)
    rows.add(
        Survey, case_id=case_id, language=language, items=["Q1", "Q2", "Q3", "Q4a"], sampled_by="census",
        exclusion_reason=reason, closed_at=closed, **told,
    )  # fmt: skip


def _print(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()


def _chunks(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
