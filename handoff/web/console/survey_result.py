"""What the complainant answered in the survey, or why nothing is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handoff.cases import Case
from handoff.db import Transaction
from handoff.i18n import translate
from handoff.insights.masking import Masker
from handoff.insights.survey_results import SurveyResult, survey_result


@dataclass(frozen=True)
class Answered:
    """`scores` are questions with the words of the answer; `standing` says how it is when there are none."""

    scores: list[tuple[str, str]]
    comment: str | None
    contact_wanted: bool
    standing: str


async def survey_of(tx: Transaction, case: Case, language: str, words: Masker) -> Answered | None:
    """`words` makes of the comment what its reader may read."""
    result = await survey_result(tx, case)
    if result is None:
        return None
    return Answered(
        scores=_scores(tx, result, language),
        comment=words(result.comment),
        contact_wanted=bool(result.survey.contact_wanted),
        standing=_standing(tx, result, language),
    )


def _scores(tx: Transaction, result: SurveyResult, language: str) -> list[tuple[str, str]]:
    items = {item.code: item for item in (*tx.policy.survey.fixed, *tx.policy.survey.rotating)}
    return [
        (items[code].question.say(language), _words(items[code], value, language))
        for code, value in result.answers.items()
        if code in items
    ]


def _words(item: Any, value: int | None, language: str) -> str:
    return next((choice.label.say(language) for choice in item.choices if choice.value == value), "")


def _standing(tx: Transaction, result: SurveyResult, language: str) -> str:
    survey = result.survey
    if survey.exclusion_reason:
        reasons = tx.policy.survey.exclusions
        reason = reasons[survey.exclusion_reason].say(language) if survey.exclusion_reason in reasons else ""
        return translate(language, "Not asked: {reason}", reason=reason or survey.exclusion_reason)
    elif survey.invited_at or survey.offered_at:
        return translate(language, "Asked, not answered yet.")
    else:
        return translate(language, "Will be asked.")
