"""What happens to a case."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """A complaint was registered. Its clocks start at `received_at`."""

    name = "case.opened"
    channel: str
    priority: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Event):
    """The case went along a transition of the life cycle."""

    name = "case.moved"
    transition: str
    trigger: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class CaseOwned(Event):
    """Somebody answers for the case from now on."""

    name = "case.owned"
    agent_id: int
    before_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseDisowned(Event):
    """Whoever answered for the case no longer works here, and nobody was found to go on with it yet."""

    name = "case.disowned"
    before_id: int


@dataclass(frozen=True, kw_only=True)
class CaseAssessed(Event):
    """A person judged how serious it is. `suggested`: the severity that the rules had suggested."""

    name = "case.assessed"
    severity: int
    impact: int
    urgency: int
    priority: str
    suggested: int | None = None


@dataclass(frozen=True, kw_only=True)
class CaseRaised(Event):
    """The case turned out to be about danger: it is marked so and goes first."""

    name = "case.raised"
    before: str
    priority: str


@dataclass(frozen=True, kw_only=True)
class TopicsSuggested(Event):
    """The assistant read a complaint that came past the talk and suggests what it is about. `topic`: what it is surest of."""

    name = "case.topics_suggested"
    topic: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TopicConfirmed(Event):
    """A person confirmed or changed the topic that a model suggested."""

    name = "case.topic_confirmed"
    issue_id: int
    topic: str
    suggested: str | None


@dataclass(frozen=True, kw_only=True)
class AnswerProposed(Event):
    """An answer waits for approval."""

    name = "case.answer_proposed"
    answer_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerSent(Event):
    """The organisation's answer went to the complainant."""

    name = "case.answer_sent"
    answer_id: int
    approved_by: int | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerAccepted(Event):
    """The complainant is content with the answer."""

    name = "case.answer_accepted"
    how: str


@dataclass(frozen=True, kw_only=True)
class AnswerRejected(Event):
    """The complainant is not content with the answer."""

    name = "case.answer_rejected"
    how: str


@dataclass(frozen=True, kw_only=True)
class RemedyDone(Event):
    """A promised remedy was carried out."""

    name = "case.remedy_done"
    item_id: int


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """The case is closed, for a reason."""

    name = "case.closed"
    reason: str


@dataclass(frozen=True, kw_only=True)
class InformationAdded(Event):
    """The complainant added something after registration."""

    name = "case.information_added"


@dataclass(frozen=True, kw_only=True)
class CaseContinues(Event):
    """The complaint goes on from an earlier one."""

    name = "case.continues"
    earlier_id: int


@dataclass(frozen=True, kw_only=True)
class CaseNoted(Event):
    """A private note among staff on the case itself."""

    name = "case.noted"
    note_id: int
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class FirstContactMade(Event):
    """A person spoke or wrote to the complainant for the first time."""

    name = "case.first_contact"


@dataclass(frozen=True, kw_only=True)
class ComplainantTold(Event):
    """The complainant heard something with content about their case."""

    name = "case.complainant_told"
