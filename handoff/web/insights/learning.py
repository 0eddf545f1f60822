"""Lessons, ideas and thanks: small forms for everybody at the desk."""

from __future__ import annotations

from aiohttp import web

from handoff.errors import NotFound
from handoff.governance.listening import answer_idea, hand_in, say_thanks
from handoff.governance.models import Suggestion
from handoff.improvement.models import Action, Lesson
from handoff.improvement.teaching import mark_read, publish_lesson
from handoff.staff import Agent
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.show import done
from handoff.web.insights.doors import actor_of, contribute, lead
from handoff.web.insights.register_acts import colleague
from handoff.web.keys import AGENT, SERVICES

PAGE = "/console/improvement"


@lead
async def teach(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        action = await tx.get(Action, int(form.get("action"))) if form.get("action").isdigit() else None
        await publish_lesson(
            tx, text_en=form.get("text_en"), text_fa=form.get("text_fa"), action=action, topic=form.get("topic") or None,
            actor=actor_of(request),
        )  # fmt: skip
    return done(request, f"{PAGE}#lessons")


@contribute
async def learn(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        lesson = await tx.get(Lesson, id_in(request, "lesson"))
        if lesson is None:
            raise NotFound
        await mark_read(tx, lesson, await tx.get_one(Agent, request[AGENT].id))
    return done(request, f"{PAGE}#lessons")


@contribute
async def propose(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await hand_in(tx, await tx.get_one(Agent, request[AGENT].id), words=form.get("words"))
    return done(request, f"{PAGE}#ideas")


@lead
async def answer(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        idea = await tx.get(Suggestion, id_in(request, "idea"))
        if idea is None:
            raise NotFound
        await answer_idea(
            tx, idea, adopt=form.get("adopt") == "yes", answer=form.get("answer"), actor=actor_of(request)
        )
    return done(request, f"{PAGE}#ideas")


@contribute
async def thank(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await say_thanks(tx, await colleague(tx, form, "to"), words=form.get("words"), actor=actor_of(request))
    return done(request, f"{PAGE}#thanks")
