"""What has changed: the charts by week, and the signals that somebody has to explain."""

from __future__ import annotations

from aiohttp import web

from handoff.errors import Invalid, NotFound
from handoff.i18n import translate
from handoff.improvement.models import Signal
from handoff.improvement.signalling import explain
from handoff.insights.registers import signals
from handoff.insights.trends import trends
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.show import done
from handoff.web.insights.doors import actor_of, insights_page, lead, looking, naming, zone_of
from handoff.web.insights.drawing import trend_chart
from handoff.web.keys import AGENT, SERVICES


@looking
async def show(request: web.Request) -> web.Response:
    name, zone = naming(request), str(zone_of(request))
    async with request.app[SERVICES].db.reading() as tx:
        rows, found = await signals(tx), await trends(tx)
    drawn = [(trend, trend_chart(name, trend, zone)) for trend in found if sum(trend.counts)]
    return insights_page(request, "signals.html", tab="signals", signals=rows, drawn=drawn)


@lead
async def answer(request: web.Request, form: SentForm) -> web.StreamResponse:
    if form.get("internal") not in ("yes", "no"):
        raise Invalid("Please say whether the cause is our own.", code="choice_missing")
    async with request.app[SERVICES].db.transaction() as tx:
        signal = await tx.get(Signal, id_in(request, "signal"))
        if signal is None:
            raise NotFound
        language = tx.policy.organisation.default_language
        about = naming(request).topic(signal.topic) if signal.topic else translate(language, "Capacity")
        await explain(
            tx, signal, words=form.get("words"), internal=form.get("internal") == "yes", actor=actor_of(request),
            title=translate(request[AGENT].language, "Signal: {about}", about=about)[:200],
        )  # fmt: skip
    return done(request, "/console/insights/signals")
