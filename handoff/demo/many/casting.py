"""Cast copies from moulds: other people, other times, keys of their own, and a chain of events that holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import cast

from handoff.cases.numbering import check_digit
from handoff.cases.prints import told_of
from handoff.db import Transaction
from handoff.demo.many.cast import Cast
from handoff.demo.many.moulds import Mould
from handoff.demo.many.names import complainant
from handoff.demo.many.shaping import Row
from handoff.events import EventRow
from handoff.events.hashing import linked

EVENTS, STREAMS, KEYS = "events", "streams", "data_keys"


@dataclass(frozen=True)
class Order:
    """One copy that is wanted. `staff`: the mould's people to those who take their parts."""

    mould: Mould
    number: str
    later: timedelta
    person: int
    staff: Mapping[int, int]
    name: str  # under which the same copy is known again


def cast_rows(tx: Transaction, orders: Sequence[Order], first_ids: Mapping[str, int]) -> dict[str, list[Row]]:
    """The rows of these copies by table, in the order in which they may be written. `first_ids`: free ids from there on."""
    free = dict(first_ids)
    made: dict[str, list[Row]] = {name: [] for name in [*orders[0].mould.tables, STREAMS, KEYS]}
    for order in orders:
        for name, rows in _copy(tx, order, free).items():
            made[name] += rows
    return made


def counted(orders: Sequence[Order]) -> dict[str, int]:
    """How many ids of each table these copies need."""
    names = orders[0].mould.ids
    return {name: sum(len(order.mould.ids[name]) for order in orders) for name in names}


def case_number(digits: int) -> str:
    """PA-4821-773 and its check digit."""
    text = f"{digits:07d}"
    text += str(check_digit(text))
    return f"PA-{text[:4]}-{text[4:]}"


def _copy(tx: Transaction, order: Order, free: dict[str, int]) -> dict[str, list[Row]]:
    mould = order.mould
    ids = dict(order.staff)
    for name, old in mould.ids.items():
        first = free[name] if old else 0
        ids.update(zip(old, range(first, first + len(old)), strict=True))
        if old:
            free[name] = first + len(old)
    owners = {"case": f"case:{ids[mould.case_id]}"}
    if mould.conversation_id:
        owners["conversation"] = f"conversation:{ids[mould.conversation_id]}"
    wrapped = {kind: tx.sealer.new_key() for kind in owners}
    copy = _cast(tx, order, ids, {kind: (owner, tx.sealer.unwrap(wrapped[kind])) for kind, owner in owners.items()})
    rows = {name: [shape.cast(copy) for shape in shapes] for name, shapes in mould.tables.items()}
    for talk in rows["conversations"]:
        talk["case_id"] = None  # its case is not there yet; see `writing`
    made_at = mould.received_at + order.later
    rows[KEYS] = [
        {"owner": owner, "wrapped": wrapped[kind], "made_at": made_at, "destroyed_at": None}
        for kind, owner in owners.items()
    ]
    rows[STREAMS] = list(_chain(rows[EVENTS], owners))
    return rows


def _cast(tx: Transaction, order: Order, ids: dict[int, int], keys: dict[str, tuple[str, bytes]]) -> Cast:
    life = order.mould.life
    who, chance = complainant(order.person, life.language), Random(order.name)  # noqa: S311

    def score() -> int | None:
        return None if chance.random() < 0.04 else min(5, max(1, round(chance.gauss(life.mood, 0.9))))

    order_ref = f"B-{chance.randrange(10_000, 1_000_000)}"
    told = told_of(name=who.name, email=who.email, phone=who.phone, order=order_ref)
    return Cast(
        sealer=tx.sealer, later=order.later, ids=ids, keys=keys, idempotency_key=order.name,
        texts={"number": order.number, "order": order_ref, "name": who.name, "email": who.email, "phone": who.phone},
        email_print=tx.sealer.fingerprint(who.email), prints=[tx.sealer.fingerprint(one) for one in told],
        survey_items=[item.code for item in tx.policy.survey.items_for(order.number)], score=score,
    )  # fmt: skip


def _chain(events: Sequence[Row], owners: Mapping[str, str]) -> Iterator[Row]:
    """Tie the events of the case to each other, and say where both streams stand."""
    previous, last, spoken = None, 0, 0
    for row in events:
        spoken = max(spoken, row["number"] or 0)
        if row["case_id"] is not None:
            last += 1
            row["case_number"], row["previous"] = last, previous
            row["hash"] = previous = linked(cast(EventRow, SimpleNamespace(**row)), row["data"])
    yield {"name": owners["case"], "last": last, "head": previous}
    if "conversation" in owners:
        yield {"name": owners["conversation"], "last": spoken, "head": None}


def when(mould: Mould, now: datetime, chance: Random, target: datetime | None) -> timedelta:
    """By how much a copy is later. With a `target` by whole weeks, to be received near it: people keep their days off.

    Without one it is a little later than its mould, at most as much as time has passed since its last event: nothing that
    has happened lies ahead, and nothing that lies ahead is due already.
    """
    passed = max(now - mould.last_at, timedelta())
    if target is not None:
        weeks = min(round((target - mould.received_at) / timedelta(weeks=1)), passed // timedelta(weeks=1))
        return timedelta(weeks=weeks) + _minutes(chance, -90, 0)
    days = timedelta(days=chance.randint(0, passed.days))
    rest = min((passed - days).total_seconds() / 60, 90)
    return days + _minutes(chance, 0, max(rest, 0))


def _minutes(chance: Random, least: float, most: float) -> timedelta:
    return timedelta(seconds=round(chance.uniform(least, most) * 60))
