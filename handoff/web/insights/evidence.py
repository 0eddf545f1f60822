"""Evidence by clause: what is asked, what is there, and "no evidence" where there is none. As a table and as a PDF too."""

from __future__ import annotations

import asyncio
from hashlib import sha256

from aiohttp import web

from handoff.channels.paper.printing import to_pdf
from handoff.i18n import mark
from handoff.insights.evidence.gathering import gather, to_csv
from handoff.web.insights.doors import csv_answer, insights_page, looking, today
from handoff.web.insights.evidence_words import CHECKS, EVIDENCE
from handoff.web.keys import AGENT, SERVICES, TEMPLATES

STATUS = {"present": mark("Evidence present"), "partial": mark("Partial"), "none": mark("No evidence")}


@looking
async def show(request: web.Request) -> web.Response:
    services = request.app[SERVICES]
    async with services.db.reading() as tx:
        rows = await gather(tx)
    now = services.clock.now()
    if request.query.get("format") == "csv":
        content, printed = to_csv(rows, at=now.isoformat())
        return csv_answer(content, f"evidence-{today(request)}.csv", printed)
    content, printed = to_csv(rows, at=now.isoformat())
    context = {
        "rows": rows, "status_names": STATUS, "evidence_names": EVIDENCE, "check_names": CHECKS, "computed_at": now,
        "printed": printed, "clauses": services.policy.clauses,
    }  # fmt: skip
    if request.query.get("format") == "pdf":
        language = request[AGENT].language
        page = request.app[TEMPLATES].get_template("insights/evidence_paper.html").render(
            language=language, zone=services.policy.calendar.time_zone, now=now,
            organisation=services.policy.organisation, **context,
        )  # fmt: skip
        paper = await asyncio.to_thread(to_pdf, page, sheet="report.css")
        return web.Response(
            body=paper, content_type="application/pdf",
            headers={
                "Content-Disposition": f'inline; filename="evidence-{today(request)}.pdf"',
                "X-Content-SHA256": sha256(paper).hexdigest(), "Cache-Control": "no-store",
            },
        )  # fmt: skip
    return insights_page(request, "evidence.html", tab="evidence", **context)
