"""Live through the plan: complaints come in, people work, complainants reply, and the worker does what is due."""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from handoff.app import Services
from handoff.cases import Actor, Case, Complaint, Contact, SuggestedTopic, open_case
from handoff.cases.moving import CUSTOMER
from handoff.cases.owning import own
from handoff.clock import FrozenClock
from handoff.errors import Problem
from handoff.follow_ups.models import Prompt
from handoff.sla.business_hours import work_calendar
from handoff.sla.models import Deadline
from handoff.staff import Agent
from handoff.worker import tick
from tests.year.plan import BEGIN, DAYS, Told, absences, hours_of_work
from tests.year.working import replied, work_on

END = BEGIN + timedelta(days=DAYS)
AT_ONCE = 15  # cases that one person gets to in one go
INSTANT = timedelta(microseconds=1)
GRAIN = timedelta(minutes=30)  # how long the worker may sleep on a prompt; never beyond the end of a promise


@dataclass
class Year:
    services: Services
    clock: FrozenClock
    people: dict[str, Agent]
    told: list[Told]
    plans: dict[int, Told] = field(default_factory=dict)  # by case
    ticks: int = 0
    away: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)  # acts that the domain refused although they were planned

    async def live(self) -> None:
        """From the first of January to the end of December."""
        moments: list[tuple[datetime, int, Callable[[], Awaitable[None]]]] = []
        for one in self.told:
            moments.append((one.at, len(moments), lambda one=one: self._register(one)))
        calendar = work_calendar(self.services.policy.calendar)
        for at in hours_of_work():
            if calendar.is_open(at):
                moments.append((at, len(moments), self._work))
        heapq.heapify(moments)
        while moments:
            at, _, act = heapq.heappop(moments)
            await self._let_pass(at)
            await act()
            await self._tick()
        await self._let_pass(END)
        await self._tick()

    async def _let_pass(self, until: datetime) -> None:
        """Stop wherever the worker has something to do on the way."""
        while (due := await self._next_due()) is not None and due < until:
            self.clock.move_to(due)
            await self._tick()
        self.clock.move_to(until)

    async def _next_due(self) -> datetime | None:
        now = self.clock.now()
        async with self.services.db.reading() as tx:
            prompt = await tx.scalar(select(func.min(Prompt.at)).where(Prompt.state == "due", Prompt.at > now))
            running = (Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None), Deadline.missed_at.is_(None))
            deadline = await tx.scalar(select(func.min(Deadline.due_at)).where(*running, Deadline.due_at >= now))
        ends = deadline + INSTANT if deadline is not None else None
        if prompt is None:
            return ends
        later = prompt + GRAIN if ends is None or prompt > ends else min(prompt + GRAIN, max(prompt, ends - INSTANT))
        return later if ends is None else min(later, ends)

    async def _tick(self) -> None:
        self.ticks += 1
        await tick(self.services)

    async def _register(self, one: Told) -> None:
        contact = Contact(
            name="Sara" if one.language == "en" else "سارا",
            email=f"customer{one.number}@example.com" if one.has_address else None,
            phone=None if one.has_address else "09120000000",
        )
        told = Complaint(
            narrative=one.narrative, channel=one.channel, language=one.language, contact=contact,
            topics=(SuggestedTopic(one.topic, 0.8),), wanted_code="R14", safety=one.topic.startswith("C09"),
        )  # fmt: skip
        async with self.services.db.transaction() as tx:
            case, _ = await open_case(tx, told, actor=CUSTOMER, idempotency_key=f"year:{one.number}")
        self.plans[case.id] = one

    async def _work(self) -> None:
        """Whoever is there works on what is theirs; complainants who thought it over reply."""
        now = self.clock.now()
        await self._show_presence(now)
        async with self.services.db.reading() as tx:
            open_ones = (await tx.scalars(select(Case).where(Case.closed_at.is_(None)).order_by(Case.id))).all()
        left = dict.fromkeys((agent.id for agent in self.people.values()), AT_ONCE)
        for case in open_ones:
            one = self.plans[case.id]
            if case.state in ("responded", "verifying"):
                await self._attempt(case, lambda tx, c, one=one: replied(tx, c, one))
            elif now - case.received_at >= one.neglected and left.get(case.owner_id or 0):
                left[case.owner_id or 0] -= 1
                await self._attempt(case, lambda tx, c, one=one: work_on(tx, c, one, self.people))

    async def _attempt(self, case: Case, act: Callable[..., Awaitable[None]]) -> None:
        try:
            async with self.services.db.transaction() as tx:
                await act(tx, await tx.get_one(Case, case.id))
        except Problem as problem:
            self.refused.append(f"{case.state}: {problem.stable_code} {getattr(problem, 'unmet', '')}")

    async def _show_presence(self, now: datetime) -> None:
        """Who is away is gone from the desk, and a supervisor gives what they hold to somebody who is there."""
        away = {
            name
            for name, times in absences(list(self.people)[:-2]).items()
            if any(first <= now.date() < last for first, last in times)
        }
        if away == self.away:
            return
        self.away = away
        async with self.services.db.transaction() as tx:
            for name, agent in self.people.items():
                presence = "offline" if name in away else "online"
                await tx.execute(update(Agent).where(Agent.id == agent.id).values(presence=presence))
        if away:
            await self._pass_on(away)

    async def _pass_on(self, away: set[str]) -> None:
        gone = [self.people[name].id for name in away]
        there = [agent for name, agent in self.people.items() if name not in away and "investigator" in agent.roles]
        async with self.services.db.reading() as tx:
            query = select(Case.id).where(Case.owner_id.in_(gone), Case.closed_at.is_(None))
            orphans = (await tx.scalars(query.order_by(Case.id))).all()
        for place, case_id in enumerate(orphans):
            heir = there[place % len(there)]
            async with self.services.db.reading() as tx:
                case = await tx.get_one(Case, case_id)
            nasrin = Actor.agent(self.people["Nasrin"].id)
            await self._attempt(case, lambda tx, c, heir=heir, nasrin=nasrin: _give(tx, c, heir, nasrin))


async def _give(tx, case: Case, heir: Agent, nasrin: Actor) -> None:
    await own(tx, case, await tx.get_one(Agent, heir.id), actor=nasrin)
