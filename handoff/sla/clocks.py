"""Which clocks bind a case: the limits of every regime in force, and our own targets by priority where they are stricter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handoff.cases import Case
from handoff.policy import Duration, Policy
from handoff.policy.presets import Preset
from handoff.sla.business_hours import WorkCalendar, work_calendar

SERVICE = "service"  # our own targets, as a regime
# Per cent of the way at which somebody is told; the full hundred is the breach.
WARNINGS = {"answer_target": (50, 75, 90), "answer_hard": (75, 90), "first_contact": (75,)}


@dataclass(frozen=True)
class Clock:
    """One promise before it is a row. `hard`: from outside, and it never stands still."""

    kind: str
    preset: str
    duration: Duration
    base_at: datetime
    due_at: datetime
    hard: bool = False
    pausable: bool = False


class Clocks:
    """Computes the clocks of one case on its calendar."""

    def __init__(self, policy: Policy, case: Case, topics: Sequence[str]) -> None:
        self._policy, self._case = policy, case
        self._own = policy.presets[case.preset]
        self._regimes = [preset for preset in policy.presets_for(tuple(topics)) if preset.code != case.preset]
        self.ours = (SERVICE, case.preset)
        self._target = policy.targets.by_priority[case.priority]
        self.calendar = work_calendar(policy.calendars[case.calendar])

    def at_registration(self) -> list[Clock]:
        """Everything that runs from the moment in which anybody of us had the complaint."""
        received = self._case.received_at
        return [
            *self._each("acknowledgement", "ack", received),
            *self.first_contact(received),
            *self.progress(received),
            *self.answer(received),
        ]

    def first_contact(self, base: datetime) -> list[Clock]:
        """A person speaks to the complainant; after a word about danger within half an hour, day and night."""
        ours = [(SERVICE, self._target.first_contact)]
        if "safety" in self._case.flags:
            ours.append((SERVICE, self._policy.targets.safety.first_contact))
        return self._strictest("first_contact", base, [*ours, (self._own.code, self._own.human_contact)])

    def progress(self, base: datetime) -> list[Clock]:
        return self._strictest(
            "progress", base, [(SERVICE, self._target.update_every), (self._own.code, self._own.update_every)]
        )

    def answer(self, base: datetime) -> list[Clock]:
        """The target and the outer limit, ours and those of every further regime."""
        from_ = self._answer_base(self._own, base)
        own = self._own
        clocks = self._strictest(
            "answer_target", from_, [(SERVICE, self._target.target_final), (own.code, own.target_final)], own.pausable
        )
        clocks += self._strictest(
            "answer_hard", from_, [(SERVICE, self._target.outer_limit), (own.code, own.hard_final)], hard=own.hard
        )
        for regime in self._regimes:
            from_ = self._answer_base(regime, base)
            clocks += self._one("answer_target", regime.code, regime.target_final, from_, pausable=regime.pausable)
            clocks += self._one("answer_hard", regime.code, regime.hard_final, from_, hard=regime.hard)
        return clocks

    def review(self, base: datetime) -> list[Clock]:
        """The second stage: looked at afresh by somebody new."""
        return self._each("answer_hard", "stage2_final", base)

    def window(self, kind: str, duration: Duration | None, base: datetime) -> list[Clock]:
        """A time that is the complainant's: nobody of us is late when it ends."""
        return self._one(kind, self._own.code, duration, base)

    def _each(self, kind: str, field: str, base: datetime) -> list[Clock]:
        clocks = []
        for preset in (self._own, *self._regimes):
            clocks += self._one(kind, preset.code, preset.duration(field), base, hard=preset.hard, roll=preset.roll)
        return clocks

    def _strictest(
        self,
        kind: str,
        base: datetime,
        limits: Iterable[tuple[str, Duration | None]],
        pausable: bool = False,
        *,
        hard: bool = False,
    ) -> list[Clock]:
        clocks = [
            clock
            for preset, limit in limits
            for clock in self._one(kind, preset, limit, base, hard=hard and preset != SERVICE, pausable=pausable)
        ]
        return [min(clocks, key=lambda clock: clock.due_at)] if clocks else []

    def _one(
        self,
        kind: str,
        preset: str,
        duration: Duration | None,
        base: datetime,
        *,
        hard: bool = False,
        pausable: bool = False,
        roll: str | None = None,
    ) -> list[Clock]:
        if duration is None:
            return []
        return [Clock(kind, preset, duration, base, self.calendar.due(base, duration, roll), hard, pausable)]

    def _answer_base(self, preset: Preset, base: datetime) -> datetime:
        # We acknowledge at once, so a limit that runs from the acknowledgement runs from the registration.
        return max(base, self._case.registered_at) if preset.final_from == "acknowledgement" else base


def points(calendar: WorkCalendar, kind: str, base_at: datetime, due_at: datetime) -> list[tuple[int, datetime]]:
    """At which per cent of the way somebody is told, and when that is."""
    if due_at <= base_at:
        return []
    return [(percent, calendar.fraction_point(base_at, due_at, percent / 100)) for percent in WARNINGS.get(kind, ())]


def next_point(
    calendar: WorkCalendar, kind: str, base_at: datetime, due_at: datetime, *, above: int
) -> datetime | None:
    """When the first point above `above` per cent is reached."""
    return next((at for percent, at in points(calendar, kind, base_at, due_at) if percent > above), None)
