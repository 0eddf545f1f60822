"""Which copies are wanted: how many of each kind, received when, dealt with by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from handoff.demo.many.casting import Order, case_number, when
from handoff.demo.many.moulds import Mould
from handoff.demo.many.planning import SETTLED
from handoff.staff import Agent

OPEN = 0.03  # of all cases
LATELY = timedelta(days=60)
MONTH = timedelta(days=30.44)
ROOM = timedelta(hours=6)
MARGIN = timedelta(days=8)  # copies move by whole weeks: so far from its day one may end up
COMPLAIN_AGAIN = 0.15  # of all cases come from somebody who complained before


@dataclass(frozen=True)
class Team:
    """Who works together: one leads, the members answer, and one who has nothing to do with them looks afresh."""

    leader: Agent
    reviewer: Agent
    members: Sequence[Agent]


@dataclass(frozen=True)
class Wanted:
    """`taken`: case numbers that are given already. `seed` and `cases` alone decide what is made, at one time."""

    cases: int
    months: int
    seed: int
    now: datetime
    archive: timedelta
    taken: Collection[str] = ()


def orders(
    wanted: Wanted, moulds: Sequence[Mould], cast_for: Sequence[Agent], teams: Sequence[Team]
) -> Iterator[Order]:
    """The copies in the order in which they were received. `cast_for`: the people of the moulds, leader and reviewer first."""
    chance = Random(f"{wanted.seed} {wanted.cases} {wanted.months}")  # noqa: S311
    kinds = _kinds(moulds, wanted.now, wanted.archive)
    drawn = sorted(_draw(wanted, kinds, chance), key=lambda pair: pair[0].received_at + pair[1])
    numbers = _numbers(wanted, chance)
    people = max(1, round(wanted.cases * (1 - COMPLAIN_AGAIN)))
    for place, (mould, later) in enumerate(drawn):
        parts = _parts(cast_for, teams[place % len(teams)], chance)
        name = f"many:{wanted.seed}:{wanted.now:%Y%m%dT%H%M%S}:{place}"
        yield Order(mould, next(numbers), later, chance.randrange(people), parts, name)


def _kinds(moulds: Sequence[Mould], now: datetime, archive: timedelta) -> dict[str, list[Mould]]:
    kinds: dict[str, list[Mould]] = {"open": [], "recent": [], "settled": [], "old": []}
    for mould in moulds:
        if mould.closed_at is None:
            kinds["open"].append(mould)
        elif mould.closed_at < now - archive:
            kinds["old"].append(mould)
        else:
            kinds["settled" if mould.last_at < now - SETTLED / 2 else "recent"].append(mould)
    assert all(kinds.values()), "some are open, some ended lately, some long ago, some were thinned out"
    return kinds


def _draw(wanted: Wanted, kinds: dict[str, list[Mould]], chance: Random) -> Iterator[tuple[Mould, timedelta]]:
    """Every open mould at least once, so that each state is met; then by chance."""
    now, span = wanted.now, MONTH * wanted.months
    standing = max(round(wanted.cases * OPEN), min(len(kinds["open"]), wanted.cases // 3))
    lately = min(max(round(wanted.cases * (LATELY / span)) - standing, 0), wanted.cases - standing)
    for place in range(wanted.cases):
        if place < standing:
            every = kinds["open"]
            mould = every[place] if place < len(every) else _spread(every, now, chance)
            yield mould, when(mould, now, chance, None)
        elif place < standing + lately:
            mould = _spread(kinds["recent"], now, chance)
            yield mould, when(mould, now, chance, None)
        else:
            # More of late than long ago: the shop grows.
            share = chance.triangular(0, 1, 0.7)
            target = now - span + (span - LATELY) * share
            mould = chance.choice(kinds["settled"])
            if mould.closed_at and target + (mould.closed_at - mould.received_at) < now - wanted.archive + MARGIN:
                mould = chance.choice(kinds["old"])
            yield mould, when(mould, now, chance, target)


def _spread(moulds: Sequence[Mould], now: datetime, chance: Random) -> Mould:
    """One whose copies have room to differ in time comes more often: else many would end in the same hour."""
    return chance.choices(moulds, [(now - mould.last_at + ROOM).total_seconds() for mould in moulds])[0]


def _numbers(wanted: Wanted, chance: Random) -> Iterator[str]:
    given = set(wanted.taken)
    while True:
        number = case_number(chance.randrange(10**7))
        if number not in given:
            given.add(number)
            yield number


def _parts(cast_for: Sequence[Agent], team: Team, chance: Random) -> dict[int, int]:
    """Each of the mould's people is played by somebody of one team."""
    leader, reviewer, *others = cast_for
    turned = chance.randrange(len(team.members))
    parts = {leader.id: team.leader.id, reviewer.id: team.reviewer.id}
    for place, agent in enumerate(others):
        parts[agent.id] = team.members[(place + turned) % len(team.members)].id
    return parts
