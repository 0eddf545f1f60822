"""Requests for erasure: written down, checked, decided for each case, answered."""

from __future__ import annotations

import re

from aiohttp import web

from handoff.cases.looking_up import case_by_number
from handoff.db import Transaction
from handoff.errors import Invalid, NotFound
from handoff.insights.privacy_desk import request_for, requests_of
from handoff.privacy.models import ErasureItem, ErasureRequest
from handoff.privacy.requesting import DECISIONS, PROOFS, answer_request, check_identity, decide, receive_request
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.privacy.words import WORDS
from handoff.web.console.show import at_desk, desk_page, done
from handoff.web.keys import AGENT, SERVICES

CHANNELS = ("email", "phone", "post", "in_person", "chat", "form")


@at_desk("read_privacy")
async def show_all(request: web.Request) -> web.StreamResponse:
    async with request.app[SERVICES].db.reading() as tx:
        lines = await requests_of(tx)
    return desk_page(request, "privacy/erasures.html", place="privacy", lines=lines, channels=CHANNELS, **WORDS)


@act("erase")
async def receive(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        cases = []
        for number in re.split(r"[\s,،]+", form.get("numbers")):
            if number and (found := await case_by_number(tx, number)) is None:
                raise Invalid("There is no case {number}.", code="case_missing", number=number)
            elif number and found:
                cases.append(found)
        row = await receive_request(
            tx, asked_by=form.get("asked_by"), email=form.get("email") or None, cases=cases, by=request[AGENT],
            channel=form.get("channel") if form.get("channel") in CHANNELS else "post",
        )  # fmt: skip
    return done(request, f"/console/privacy/erasures/{row.id}")


@at_desk("read_privacy")
async def show(request: web.Request) -> web.StreamResponse:
    async with request.app[SERVICES].db.reading() as tx:
        found = await request_for(tx, request[AGENT], id_in(request, "request"))
    return desk_page(
        request, "privacy/erasure.html", place="privacy", found=found, proofs=PROOFS, decisions=DECISIONS,
        **WORDS,
    )  # fmt: skip


@act("erase")
async def identify(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        row = await _row(tx, request)
        await check_identity(tx, row, how=form.get("how"), by=request[AGENT])
    return done(request, f"/console/privacy/erasures/{row.id}")


@act("erase")
async def settle(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        row = await _row(tx, request)
        item = await tx.get(ErasureItem, id_in(request, "item"))
        if item is None or item.request_id != row.id:
            raise NotFound
        await request_for(tx, request[AGENT], row.id)
        await decide(tx, row, item, decision=form.get("decision"), ground=form.get("ground") or None, by=request[AGENT])
    return done(request, f"/console/privacy/erasures/{row.id}")


@act("erase")
async def answer(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        row = await _row(tx, request)
        await answer_request(tx, row, text=form.get("answer"), by=request[AGENT])
    return done(request, f"/console/privacy/erasures/{row.id}")


async def _row(tx: Transaction, request: web.Request) -> ErasureRequest:
    row = await tx.get(ErasureRequest, id_in(request, "request"))
    if row is None:
        raise NotFound
    return row
