"""The file of a case as one document: on a page, and as a PDF. Masked like the case itself; its eight steps come from the log."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import Any

from aiohttp import web

from handoff import events
from handoff.cases import Case
from handoff.channels.paper.printing import to_pdf
from handoff.db import Transaction
from handoff.i18n import mark
from handoff.insights.case_steps import FollowUpStep, follow_up_steps
from handoff.insights.people import people_by_id
from handoff.web.console.case_page import context_on_record
from handoff.web.console.show import at_desk, desk_page, words_for
from handoff.web.console.timeline import actors_in, sentence
from handoff.web.keys import AGENT, SERVICES, TEMPLATES

STEPS = {
    "acknowledged": mark("Receipt acknowledged"),
    "assessed": mark("Assessed"),
    "investigated": mark("Looked into"),
    "resolved": mark("Decided"),
    "informed": mark("Complainant informed"),
    "corrected": mark("Put right"),
    "verified": mark("Verified that it was put right"),
    "closed": mark("Closed"),
}


@at_desk("read_cases")
async def show(request: web.Request) -> web.Response:
    return desk_page(request, "document.html", **await context_on_record(request, _document))


@at_desk("read_cases")
async def as_pdf(request: web.Request) -> web.Response:
    context = await context_on_record(request, _document)
    services, language = request.app[SERVICES], request[AGENT].language
    page = request.app[TEMPLATES].get_template("console/document_paper.html").render(
        language=language, zone=services.policy.calendar.time_zone, now=services.clock.now(),
        organisation=services.policy.organisation, policy=services.policy, **words_for(request).for_templates(), **context,
    )  # fmt: skip
    paper = await asyncio.to_thread(to_pdf, page, sheet="report.css")
    return web.Response(
        body=paper, content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{context["case"].number}-file.pdf"',
            "X-Content-SHA256": sha256(paper).hexdigest(), "Cache-Control": "no-store",
        },
    )  # fmt: skip


async def _document(tx: Transaction, request: web.Request, case: Case, context: dict[str, Any]) -> dict[str, Any]:
    rows, words = await events.of_case(tx, case.id), words_for(request)
    steps = follow_up_steps(rows)
    people = await people_by_id(tx, actors_in(rows, context["file"], context["notes"]))

    def remark(step: FollowUpStep) -> str:
        return sentence(step.row, words, people) if step.row else ""

    return {"steps": steps, "step_words": STEPS, "remark": remark, "printed_at": tx.clock.now()}
