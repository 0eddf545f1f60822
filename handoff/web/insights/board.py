"""The board of who leads: four questions, and the rules by which its figures are to be read."""

from __future__ import annotations

from aiohttp import web
from markupsafe import Markup

from handoff.i18n import format_date_short, mark, translate
from handoff.insights.board import Board, read_board
from handoff.insights.measures.catalogue import is_hint, is_shown
from handoff.web.console.show import at_desk
from handoff.web.insights import charts
from handoff.web.insights.doors import insights_page, naming, zone_of
from handoff.web.keys import AGENT, SERVICES

NARROW = 480  # as wide as a card of the board, so that the letters keep their size


@at_desk("read_board")
async def show(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        board = await read_board(tx, request[AGENT])
        shown = {
            figure.measure: (is_shown(tx, figure), is_hint(tx, figure))
            for figure in (board.satisfied, board.in_time, board.to_close)
        }
    return insights_page(
        request, "board.html", tab="board", board=board, shown=shown, flow_chart=_flow(request, board),
        satisfied_chart=_satisfied(request, board), changed=_changed(board),
    )  # fmt: skip


def _changed(board: Board) -> list[object]:
    """Categories by how much they grew; the whole is told apart."""
    rows = [trend for trend in board.trends if trend.code != "all"]
    return sorted(rows, key=lambda trend: (not trend.remarkable, -trend.change, trend.code))[:8]  # type: ignore[return-value]


def _flow(request: web.Request, board: Board) -> Markup:
    language, zone = request[AGENT].language, str(zone_of(request))
    words = charts.Words(
        translate(language, mark("Complaints received and closed, by week")),
        translate(
            language, mark("The last week: {came} received, {went} closed."), came=board.flow[-1][1], went=board.flow[-1][2]
        ),
        language,
    )  # fmt: skip
    return charts.pairs(
        words,
        [(format_date_short(start, language, zone), came, went) for start, came, went in board.flow],
        height=180,
        width=NARROW,
    )


def _satisfied(request: web.Request, board: Board) -> Markup:
    language, names = request[AGENT].language, naming(request)
    words = charts.Words(
        translate(language, mark("Satisfied with the handling, by outcome")),
        translate(language, mark("The share of four and five, with the range in which the true share probably lies.")),
        language,
    )  # fmt: skip
    least = request.app[SERVICES].policy.measures.suppress_below
    rows = [
        charts.BarRow(
            names.code("outcome", line.code),
            line.value if line.n >= least and line.value is not None else 0,
            translate(language, "{share} of {n}", share=names.share(line.value), n=line.n)
            if line.n >= least
            else translate(language, "too few ({n})", n=line.n),
            low=line.low if line.n >= least else None,
            high=line.high if line.n >= least else None,
        )
        for line in board.satisfied.lines
    ]
    return charts.bars(words, rows, 1.0, width=NARROW, labels=130)
