"""What complainants answered after their case was closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from handoff.cases import Case
from handoff.db import Transaction, keys
from handoff.errors import Erased
from handoff.surveys.models import Survey


@dataclass(frozen=True)
class SurveyResult:
    """`answers` are by item code, None for "cannot say"."""

    survey: Survey
    answers: dict[str, Any]
    comment: str | None


async def survey_result(tx: Transaction, case: Case) -> SurveyResult | None:
    """The survey of this case; None when it has none yet."""
    survey = await tx.scalar(select(Survey).where(Survey.case_id == case.id))
    if survey is None:
        return None
    try:
        comment = await keys.unseal(tx, case.key_owner, survey.comment)
    except Erased:
        comment = None
    return SurveyResult(survey, survey.answers, comment)
