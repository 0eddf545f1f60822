"""Keep what complainants answer: each answer at once, changed until it is finished, finished once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handoff.cases import Case
from handoff.db import Transaction, keys
from handoff.errors import Conflict, Invalid, NotFound
from handoff.events import hold, record
from handoff.surveys.events import LowScore, SurveyAnswered
from handoff.surveys.inviting import OVER, is_over
from handoff.surveys.models import Survey

LONGEST = 4000  # characters of a comment


async def survey_called(tx: Transaction, survey_id: int) -> Survey:
    """The survey with this id. Raises `NotFound`."""
    survey = await tx.get(Survey, survey_id)
    if survey is None:
        raise NotFound(code="survey_not_found")
    return survey


async def keep_answers(
    tx: Transaction,
    survey: Survey,
    *,
    answers: Mapping[str, int | None] | None = None,
    comment: str | None = None,
    contact_wanted: bool | None = None,
    finished: bool = False,
) -> None:
    """Merge answers by item; None as an answer is "cannot say". What is not given stays as it was.

    Raises `Invalid` for an answer that was not offered, `Conflict` (code survey_over) once it is finished or over.
    """
    case = await tx.get_one(Case, survey.case_id)
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await tx.refresh(survey)
    given = dict(answers or {})
    _check(tx, survey, given, comment)
    if survey.answered_at is not None and _says_nothing_new(survey, given, contact_wanted):
        return  # the same once more: its answer was lost on the way
    elif survey.answered_at is not None or is_over(tx, survey):
        raise Conflict(OVER, code="survey_over")
    alarmed = _calls_for_contact(tx, survey)
    survey.answers = {**survey.answers, **given}
    if comment is not None and comment.strip():
        survey.comment = await keys.seal(tx, case.key_owner, comment.strip())
    if contact_wanted is not None:
        survey.contact_wanted = contact_wanted
    if survey.first_answer_at is None and (given or survey.comment is not None):
        survey.first_answer_at = tx.clock.now()
    whose: dict[str, Any] = {"case_id": case.id, "actor": "customer"}
    if finished:
        survey.answered_at = tx.clock.now()
        await record(tx, SurveyAnswered(**whose, survey_id=survey.id, channel=survey.channel))
    if _calls_for_contact(tx, survey) and not alarmed:
        await record(tx, LowScore(**whose, survey_id=survey.id, score=_lowest(tx, survey)))
    await tx.flush()


def _check(tx: Transaction, survey: Survey, given: Mapping[str, int | None], comment: str | None) -> None:
    for code, value in given.items():
        if code not in survey.items or not tx.policy.survey.item(code).accepts(value):
            raise Invalid("This answer was not among the choices.", code="answer_unknown")
    if comment is not None and len(comment) > LONGEST:
        raise Invalid("A comment may have up to {longest} characters.", code="comment_long", longest=LONGEST)


def _says_nothing_new(survey: Survey, given: Mapping[str, int | None], contact_wanted: bool | None) -> bool:
    same = all(code in survey.answers and survey.answers[code] == value for code, value in given.items())
    return same and contact_wanted in (None, survey.contact_wanted)


def _calls_for_contact(tx: Transaction, survey: Survey) -> bool:
    return bool(survey.contact_wanted) and bool(tx.policy.survey.is_low(survey.answers))


def _lowest(tx: Transaction, survey: Survey) -> int:
    scores = [survey.answers.get(code) for code in tx.policy.survey.low_score_items]
    return min(score for score in scores if score is not None)
