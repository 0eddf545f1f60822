"""What happens while a complaint is sorted."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseReferred(Event):
    """The complaint lies outside our scope: it was explained, and said who is responsible."""

    name = "case.referred"
    reason: str
    answer_id: int


@dataclass(frozen=True, kw_only=True)
class CaseMerged(Event):
    """The case went up in another one of the same person about the same matter."""

    name = "case.merged"
    into_id: int


@dataclass(frozen=True, kw_only=True)
class CaseJoined(Event):
    """Another case went up in this one. `earlier`: with it the clocks of this one start earlier."""

    name = "case.joined"
    from_id: int
    earlier: bool


@dataclass(frozen=True, kw_only=True)
class IssueSplit(Event):
    """One issue turned out to be two: each gets its own answer."""

    name = "case.issue_split"
    issue_id: int
    from_id: int
    topic: str


@dataclass(frozen=True, kw_only=True)
class IssueDescribed(Event):
    """What exactly is said to have gone wrong was written down for one issue."""

    name = "case.issue_described"
    issue_id: int


@dataclass(frozen=True, kw_only=True)
class PromiseMarked(Event):
    """A person said which published promise an issue broke; with none, that it broke none after all."""

    name = "case.promise_marked"
    issue_id: int
    promise: str | None
