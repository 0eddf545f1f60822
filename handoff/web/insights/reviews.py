"""The management review: one button makes the pack, as a page and as a PDF; minutes and decisions are kept with it."""

from __future__ import annotations

import asyncio

from aiohttp import web

from handoff.cases import Actor
from handoff.channels.paper.printing import to_pdf
from handoff.db import Transaction
from handoff.errors import NotFound
from handoff.governance.models import Review
from handoff.governance.reviewing import (
    BY_PEOPLE,
    DECISIONS,
    INPUTS,
    add_words,
    begin_review,
    decide,
    freeze,
    hold_meeting,
    still_as_frozen,
)
from handoff.insights import registers
from handoff.insights.people import people_by_id
from handoff.insights.snapshots import take_snapshot
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.show import done
from handoff.web.insights.doors import actor_of, chosen_period, day_in, insights_page, lead, looking
from handoff.web.insights.pack import Pack, pack_html
from handoff.web.insights.register_acts import colleague, end_of
from handoff.web.keys import AGENT, SERVICES


@looking
async def show(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        rows = await registers.reviews(tx)
    _, period = chosen_period(request)
    return insights_page(request, "reviews.html", tab="reviews", rows=rows, period=period)


@lead
async def begin(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        review = await begin_review(tx, start=day_in(form, "start"), last=day_in(form, "last"), actor=actor_of(request))
    return done(request, f"/console/insights/reviews/{review.id}")


@looking
async def show_one(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        file = await registers.review_file(tx, await _review(tx, request))
        snapshot = file.review.snapshot or await take_snapshot(tx, file.review.start, file.review.last)
        untouched = await still_as_frozen(tx, file.review) if file.review.frozen_at else True
        ids = {row.decision.owner_id for row in file.decisions} | set(file.review.attendees)
        people, staff = await people_by_id(tx, ids), await registers.staff(tx)
    return insights_page(
        request, "review.html", tab="reviews", file=file, pack=_pack(request, snapshot), inputs=INPUTS,
        by_people=BY_PEOPLE, kinds=DECISIONS, people=people, staff=staff, untouched=untouched,
    )  # fmt: skip


@looking
async def as_pdf(request: web.Request) -> web.Response:
    async with request.app[SERVICES].db.reading() as tx:
        file = await registers.review_file(tx, await _review(tx, request))
        snapshot = file.review.snapshot or await take_snapshot(tx, file.review.start, file.review.last)
        people = await people_by_id(tx, set(file.review.attendees) | {row.decision.owner_id for row in file.decisions})
    page = pack_html(request, file, _pack(request, snapshot), people)
    content = await asyncio.to_thread(to_pdf, page, sheet="report.css")
    name = f"review-{file.review.start}-{file.review.last}.pdf"
    return web.Response(
        body=content, content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"},
    )  # fmt: skip


@looking
async def as_data(request: web.Request) -> web.Response:
    """The frozen figures themselves, with the hash over them."""
    async with request.app[SERVICES].db.reading() as tx:
        review = await _review(tx, request)
    if review.snapshot is None:
        raise NotFound
    return web.json_response({"hash": review.hash, "figures": review.snapshot}, headers={"Cache-Control": "no-store"})


@lead
async def tell(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        review = await _review(tx, request)
        await add_words(tx, review, {heading: form.get(heading) for heading in BY_PEOPLE if heading in form.fields})
    return _back(request, "inputs")


@lead
async def freeze_figures(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        review = await _review(tx, request)
        await freeze(tx, review, await take_snapshot(tx, review.start, review.last), actor=actor_of(request))
    return _back(request, "top")


@lead
async def meet(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        review = await _review(tx, request)
        chosen = {int(text) for text in form.fields.get("attendee", []) if text.isdigit() and len(text) < 10}
        attendees = [person for person in await registers.staff(tx) if person.id in chosen]
        await hold_meeting(
            tx, review, held_on=day_in(form, "held_on"), attendees=attendees, minutes=form.get("minutes")
        )
    return _back(request, "meeting")


@lead
async def decide_on(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        review = await _review(tx, request)
        actor: Actor = actor_of(request)
        await decide(
            tx, review, kind=form.get("kind"), words=form.get("words"), owner=await colleague(tx, form, "owner"),
            due_at=end_of(request, day_in(form, "due")), metric=form.get("metric") or None, actor=actor,
        )  # fmt: skip
    return _back(request, "decisions")


def _pack(request: web.Request, snapshot: dict[str, object]) -> Pack:
    return Pack(request[AGENT].language, request.app[SERVICES].policy, snapshot)


async def _review(tx: Transaction, request: web.Request) -> Review:
    review = await tx.get(Review, id_in(request, "review"))
    if review is None:
        raise NotFound
    return review


def _back(request: web.Request, anchor: str) -> web.Response:
    return done(request, f"/console/insights/reviews/{request.match_info['review']}#{anchor}")
