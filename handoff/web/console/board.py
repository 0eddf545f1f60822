"""The board of who leads."""

from __future__ import annotations

from aiohttp import web

from handoff.insights.board import read_board
from handoff.web.console.show import at_desk, desk_page
from handoff.web.keys import AGENT, SERVICES


@at_desk("read_board")
async def show(request: web.Request) -> web.Response:
    policy, language = request.app[SERVICES].policy, request[AGENT].language
    async with request.app[SERVICES].db.reading() as tx:
        board = await read_board(tx, request[AGENT])
    questions = {item.code: item.question.say(language) for item in policy.survey.fixed}
    most = max((max(row.now, row.before) for row in board.counted), default=1)
    return desk_page(
        request, "board.html", place="board", board=board, questions=questions, most=most,
        small=policy.survey.indicative_below,
    )  # fmt: skip
