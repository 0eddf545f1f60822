"""Are people satisfied? Always by outcome, with the range, and weighted to all who could have been asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from handoff.db import Transaction
from handoff.insights.facts.models import CaseFact
from handoff.insights.measures.figures import Figure, Line, share, share_figure
from handoff.insights.periods import Period
from handoff.insights.statistics.comparing import weighted_share
from handoff.surveys.models import Survey
from handoff.surveys.scores import ItemScore, score

OVERALL = "Q1"
TOP_TWO = (4, 5)
NONE = "none"  # a case without an outcome


async def satisfied(tx: Transaction, period: Period) -> Figure:
    """The first question: four and five among those who could say, by the outcome of their case."""
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    for outcome, given, n in await counted_answers(tx, period, CaseFact.outcome):
        found[outcome or NONE][given in TOP_TWO] += n
    lines = [share(outcome, counted[True], counted.total()) for outcome, counted in sorted(found.items())]
    figure = share_figure("M13", period, lines, kind="outcome")
    weighted = await _weighted(tx, period, {line.code: line for line in lines})
    extra = {"weighted": weighted[0], "weighted_low": weighted[1], "weighted_high": weighted[2]} if weighted else {}
    return Figure(
        "M13", period, figure.n, figure.hits, figure.value, figure.low, figure.high, "outcome", figure.lines, extra
    )


async def item_scores(tx: Transaction, period: Period, *where: Any) -> dict[str, ItemScore]:
    """Every question, fixed and rotating, over everybody who answered in the period."""
    rows = await _answers(tx, period, *where)
    items = [item.code for item in (*tx.policy.survey.fixed, *tx.policy.survey.rotating)]
    return {item: score(answers[item] for _, answers in rows if item in answers) for item in items}


async def response(tx: Transaction, period: Period) -> Figure:
    """Of those asked about cases closed in the period: who answered. Those who were not asked, by reason."""
    query = (
        select(Survey.exclusion_reason, Survey.first_answer_at.is_not(None), func.count())
        .where(Survey.closed_at >= period.start_at, Survey.closed_at < period.end_at)
        .group_by(Survey.exclusion_reason, Survey.first_answer_at.is_not(None))
    )
    asked = answered = 0
    left_out: dict[str, int] = defaultdict(int)
    for reason, did, n in await tx.execute(query):
        if reason is not None:
            left_out[reason] += n
        else:
            asked, answered = asked + n, answered + (n if did else 0)
    whole = share("", answered, asked)
    lines = tuple(Line(reason, n) for reason, n in sorted(left_out.items()))
    return Figure("M13", period, asked, answered, whole.value, whole.low, whole.high, "exclusion", lines)


def answered_behind(_tx: Transaction, period: Period) -> Select[Any]:
    return select(Survey.case_id).where(
        Survey.first_answer_at >= period.start_at, Survey.first_answer_at < period.end_at
    )


async def counted_answers(tx: Transaction, period: Period, *columns: Any) -> Sequence[Any]:
    """How often which answer to the first question was given, by these columns of the case; the last two are answer and count.

    The database counts: a quarter of a large desk has more answers than a page should read one by one.
    """
    given = Survey.answers[OVERALL].as_integer().label("given")
    each = (
        select(*columns, given)
        .join(CaseFact, CaseFact.case_id == Survey.case_id)
        .where(Survey.first_answer_at >= period.start_at, Survey.first_answer_at < period.end_at)
        .subquery()
    )
    return (await tx.execute(select(*each.c, func.count()).where(each.c.given.is_not(None)).group_by(*each.c))).all()


async def _answers(tx: Transaction, period: Period, *where: Any) -> list[tuple[str | None, Mapping[str, int | None]]]:
    query = (
        select(CaseFact.outcome, Survey.answers)
        .join(CaseFact, CaseFact.case_id == Survey.case_id)
        .where(Survey.first_answer_at >= period.start_at, Survey.first_answer_at < period.end_at, *where)
    )
    return [(outcome, answers) for outcome, answers in await tx.execute(query)]


async def _weighted(tx: Transaction, period: Period, answered: Mapping[str, Line]) -> tuple[float, float, float] | None:
    """To the outcomes of all cases closed in the period: the content answer more often."""
    query = (
        select(CaseFact.outcome, func.count())
        .where(CaseFact.closed_day >= period.start, CaseFact.closed_day <= period.last)
        .group_by(CaseFact.outcome)
    )
    strata = [(answered.get(outcome or NONE), count) for outcome, count in await tx.execute(query)]
    return weighted_share([(line.hits or 0, line.n, count) if line else (0, 0, count) for line, count in strata])
