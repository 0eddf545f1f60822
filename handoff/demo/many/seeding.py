"""So many cases, as if the desk had worked for two years: `python -m handoff seed --cases 100000`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from random import Random

from sqlalchemy import func, or_, select

from handoff.app import Services
from handoff.cases import Case
from handoff.db import Transaction
from handoff.demo.many.casting import STREAMS, cast_rows, counted
from handoff.demo.many.living import lived
from handoff.demo.many.moulds import Mould, take_moulds
from handoff.demo.many.ordering import Wanted, orders
from handoff.demo.many.planning import plan
from handoff.demo.many.shaping import Row
from handoff.demo.many.teams import ready_teams
from handoff.demo.many.writing import free_ids, write
from handoff.demo.people import LOGINS
from handoff.insights.facts import keeping as facts
from handoff.sla.business_hours import work_calendar
from handoff.staff import Agent

AT_ONCE = 250  # cases in one transaction
MADE_HERE = ("demo:", "many:")  # how the idempotency keys of a demonstration's cases begin


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


async def seed_many(
    services: Services, cases: int, *, months: int = 24, seed: int = 1, force: bool = False,
    say: Callable[[str], None] = _to_stderr,
) -> int:  # fmt: skip
    """Add so many cases; the exit code. Refuses where people really complain or work, unless forced.

    With one seed, at one time, the same cases are made; their keys differ, since keys are secrets.
    """
    began, now = time.monotonic(), services.clock.now()
    async with services.db.reading() as tx:
        if not force and await _is_real(tx):
            say("There are real cases or colleagues here: nothing was added. --force adds made-up cases all the same.")
            return 1
        taken = set((await tx.scalars(select(Case.number))).all())
    async with services.db.transaction() as tx:
        teams = await ready_teams(tx, cases)
    cast_for = [teams[0].leader, teams[0].reviewer, *teams[0].members]
    moulds, parts = await _moulds(services, cases, seed, cast_for)
    say(f"{len(moulds)} lives were lived ({time.monotonic() - began:.0f} s); now {cases} cases are cast from them.")
    archive = services.policy.retention.until("archive", now) - now
    queue = orders(Wanted(cases, months, seed, now, archive, taken), moulds, parts, teams)
    done = 0
    while batch := list(islice(queue, AT_ONCE)):
        async with services.db.transaction() as tx:
            rows = cast_rows(tx, batch, await free_ids(tx, counted(batch)))
            await write(tx, rows)
            await facts.make(tx, _last_events(rows))
        done += len(batch)
        if done % (AT_ONCE * 40) == 0 or done == cases:
            say(f"{done} of {cases} cases ({time.monotonic() - began:.0f} s)")
    async with services.db.transaction() as tx:
        await facts.catch_up(tx)
    return 0


def _last_events(rows: Mapping[str, Sequence[Row]]) -> dict[int, int]:
    """The number of each case's newest event."""
    streams = {row["name"]: row["last"] for row in rows[STREAMS]}
    return {case["id"]: streams[f"case:{case['id']}"] for case in rows["cases"]}


async def _moulds(
    services: Services, cases: int, seed: int, staff: Sequence[Agent]
) -> tuple[list[Mould], Sequence[Agent]]:
    """The moulds, and the people in them, who are `staff` in the same order."""
    now, calendar = services.clock.now(), services.policy.calendars[services.policy.organisation.calendar]
    lives = plan(
        cases,
        now,
        work_calendar(calendar),
        services.policy.retention.until("archive", now) - now,
        Random(f"lives {seed}"),  # noqa: S311
    )
    async with lived(services, lives, staff, now) as world, world.db.reading() as tx:
        return await take_moulds(tx, lives), (await tx.scalars(select(Agent).order_by(Agent.id))).all()


async def _is_real(tx: Transaction) -> bool:
    made_up = or_(*(Case.idempotency_key.startswith(start) for start in MADE_HERE))
    if await tx.scalar(select(Case.id).where(~made_up).limit(1)):
        return True
    house = LOGINS[0].email.partition("@")[2]
    real = select(func.count(Agent.id)).where(Agent.email.not_like(f"%@{house}"))
    return bool(await tx.scalar(real))
