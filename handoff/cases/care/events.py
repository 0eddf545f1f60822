"""What happens in cases that need more care than others."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class SafetyStepTaken(Event):
    """One step of dealing with a danger was taken."""

    name = "case.safety_step"
    code: str


@dataclass(frozen=True, kw_only=True)
class SafetyLifted(Event):
    """The safety officer found that nobody is in danger; the reason is kept."""

    name = "case.safety_lifted"
    priority: str


@dataclass(frozen=True, kw_only=True)
class StaffSubjectNamed(Event):
    """It became known which member of staff the complaint is about. They and their line see the case no more."""

    name = "case.staff_subject_named"
    before_owner_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class StaffSubjectTold(Event):
    """The member of staff complained about was told what is said. `delayed`: not yet, for a reason that is kept."""

    name = "case.staff_subject_told"
    delayed: bool


@dataclass(frozen=True, kw_only=True)
class StaffSubjectHeard(Event):
    """The member of staff complained about said what they have to say."""

    name = "case.staff_subject_heard"


@dataclass(frozen=True, kw_only=True)
class StaffSubjectToldOutcome(Event):
    """The member of staff complained about was told the result."""

    name = "case.staff_subject_told_outcome"


@dataclass(frozen=True, kw_only=True)
class NeedNoted(Event):
    """What the complainant needs was noted, with their consent."""

    name = "case.need_noted"
    need_id: int


@dataclass(frozen=True, kw_only=True)
class NeedEnded(Event):
    """A need is no longer there."""

    name = "case.need_ended"
    need_id: int


@dataclass(frozen=True, kw_only=True)
class OwnMotionBegun(Event):
    """The organisation goes on looking into the matter without the complainant."""

    name = "case.own_motion_begun"
