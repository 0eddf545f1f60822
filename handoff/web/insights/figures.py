"""The figures: all of them with their n, and each with its definition, its drawing, its table and the cases behind it."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from handoff.errors import NotFound
from handoff.i18n import translate
from handoff.insights import cases_behind as behind
from handoff.insights.measures.catalogue import BEHIND, MEASURING, count, is_hint, is_shown
from handoff.insights.measures.counts import by_cause
from handoff.insights.measures.figures import Figure
from handoff.insights.measures.satisfaction import item_scores, response
from handoff.insights.measures.times import followed_to_close
from handoff.insights.periods import NAMES
from handoff.policy.measures import Measure
from handoff.web.insights.doors import chosen_period, csv_answer, insights_page, looking, naming
from handoff.web.insights.drawing import closing_chart, figure_chart, figure_csv
from handoff.web.keys import AGENT, SERVICES


@dataclass(frozen=True)
class Shown:
    """A figure beside the one of the period before. `hint`: so few that it is only a hint."""

    measure: Measure
    figure: Figure
    before: Figure
    shown: bool
    hint: bool
    opens: bool


@looking
async def show(request: web.Request) -> web.Response:
    chosen, period = chosen_period(request)
    async with request.app[SERVICES].db.reading() as tx:
        rows = []
        for code, measure in tx.policy.measures.catalogue.items():
            figure, before = await count(tx, code, period), await count(tx, code, period.before())
            rows.append(Shown(measure, figure, before, is_shown(tx, figure), is_hint(tx, figure), code in BEHIND))
        computed_at = tx.clock.now()
    return insights_page(
        request, "figures.html", tab="figures", rows=rows, chosen=chosen, period=period, periods=NAMES,
        computed_at=computed_at,
    )  # fmt: skip


@looking
async def show_one(request: web.Request) -> web.Response:
    code = _code(request)
    chosen, period = chosen_period(request)
    name = naming(request)
    async with request.app[SERVICES].db.reading() as tx:
        figure = await count(tx, code, period)
        if request.query.get("format") == "csv":
            return csv_answer(*_named_csv(name, figure))
        chart = figure_chart(name, figure)
        if code == "M05":
            chart = closing_chart(name, await followed_to_close(tx, period))
        causes = await by_cause(tx, period) if code == "M02" else None
        context = {
            "items": await item_scores(tx, period) if code == "M13" else {},
            "response": await response(tx, period) if code == "M13" else None,
            "shown": is_shown(tx, figure),
            "hint": is_hint(tx, figure),
            "computed_at": tx.clock.now(),
        }
    return insights_page(
        request, "figure.html", tab="figures", measure=tx.policy.measures.catalogue[code], figure=figure, chart=chart,
        causes=causes, causes_chart=figure_chart(name, causes) if causes else None, chosen=chosen, period=period,
        periods=NAMES, opens=code in BEHIND, query=request.query_string, **context,
    )  # fmt: skip


@looking
async def cases_behind(request: web.Request) -> web.Response:
    """The cases that a figure was counted from, as far as this person may see them."""
    code = _code(request)
    if code not in BEHIND:
        raise NotFound
    _, period = chosen_period(request)
    async with request.app[SERVICES].db.reading() as tx:
        lines = await behind.cases_behind(tx, request[AGENT], BEHIND[code](tx, period))
    measure = request.app[SERVICES].policy.measures.catalogue[code]
    heading = translate(
        request[AGENT].language, "Behind “{measure}”", measure=measure.name.say(request[AGENT].language)
    )
    return insights_page(
        request, "behind.html", tab="figures", heading=heading, lines=lines, period=period,
        back=f"/console/insights/figures/{code}?{request.query_string}",
    )  # fmt: skip


def _code(request: web.Request) -> str:
    code = request.match_info["measure"]
    if code not in MEASURING:
        raise NotFound
    return code


def _named_csv(name: object, figure: Figure) -> tuple[bytes, str, str]:
    content, printed = figure_csv(name, figure)  # type: ignore[arg-type]
    return content, f"{figure.measure}-{figure.period.start}-{figure.period.last}.csv", printed
