"""What happens to surveys."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class SurveySampled(Event):
    """A closed case was drawn for the survey, or left out for a reason that is counted."""

    name = "survey.sampled"
    survey_id: int
    exclusion_reason: str | None


@dataclass(frozen=True, kw_only=True)
class SurveyOffered(Event):
    """The customer is still in the talk: the assistant may ask there."""

    name = "survey.offered"
    survey_id: int


@dataclass(frozen=True, kw_only=True)
class SurveyInvited(Event):
    """The one-time link goes out, the first time or as the one reminder."""

    name = "survey.invited"
    survey_id: int
    reminder: bool


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(Event):
    """The complainant finished the survey."""

    name = "survey.answered"
    survey_id: int
    channel: str | None


@dataclass(frozen=True, kw_only=True)
class LowScore(Event):
    """Somebody was badly served and would like to be contacted. `score` is the lowest of the watched items."""

    name = "survey.low_score"
    survey_id: int
    score: int
