"""The register of actions: the list, and the page of one with everything that is known of it."""

from __future__ import annotations

from aiohttp import web

from handoff.db import Transaction
from handoff.errors import NotFound
from handoff.governance.listening import ideas, thanks_said
from handoff.i18n import parse_date
from handoff.improvement.models import Action
from handoff.improvement.moving import missing_for
from handoff.improvement.teaching import lessons, unread
from handoff.insights import registers
from handoff.insights.people import people_by_id
from handoff.insights.similar import LookedFor, similar_cases
from handoff.staff import may_lead
from handoff.web.access import id_in
from handoff.web.insights.doors import actor_of, insights_page, registered
from handoff.web.keys import AGENT, SERVICES


@registered
async def show(request: web.Request) -> web.Response:
    """Lessons, ideas and thanks for everybody; the register itself."""
    agent, everything = request[AGENT], "all" in request.query
    async with request.app[SERVICES].db.reading() as tx:
        rows = await registers.actions(tx, only_open=not everything)
        late = await registers.late_actions(tx)
        people = await people_by_id(tx, {row.owner_id for row in rows if row.owner_id})
        news, fresh = await lessons(tx, 10), await unread(tx, agent)
        said = await thanks_said(tx, 5)
        thanked = await people_by_id(tx, {row.to_id for row in said} | {row.by_id for row in said})
        words = [(row, await registers.unsealed(tx, row.key_owner, row.words)) for row in said]
        handed = await ideas(tx, 20)
        told = [
            (
                row,
                await registers.unsealed(tx, row.key_owner, row.words),
                await registers.unsealed(tx, row.key_owner, row.answer),
            )
            for row in handed
            if row.by_id == agent.id or may_lead(agent.roles)
        ]
        staff = await registers.staff(tx)
    return insights_page(
        request, "register.html", tab="register", rows=rows, late=late, people={**people, **thanked}, lessons=news,
        unread=fresh, thanks=words, ideas=told, everything=everything, staff=staff,
    )  # fmt: skip


@registered
async def show_one(request: web.Request) -> web.Response:
    agent = request[AGENT]
    async with request.app[SERVICES].db.reading() as tx:
        action = await action_in(tx, request)
        file = await registers.action_file(tx, agent, action)
        rules = tx.policy.improvement
        steps = [
            (
                way,
                [
                    rules.conditions[code]
                    for code in await missing_for(tx, action, way, actor=actor_of(request), reason="?")
                ],
            )
            for way in rules.steps_from(action.state)
        ]
        wanted = _wanted(request, action)
        found = await similar_cases(tx, agent, wanted, but_of=action) if "look" in request.query else None
        ids = {action.owner_id, action.sponsor_id, action.checker_id, action.checked_by_id}
        people = await people_by_id(tx, {one for one in ids if one} | {step.step.owner_id for step in file.steps})
        staff = await registers.staff(tx)
    return insights_page(
        request, "action.html", tab="register", action=action, file=file, steps=steps, found=found, wanted=wanted,
        people=people, staff=staff, may_change=may_change(request, action), closed=action.state in rules.closed,
    )  # fmt: skip


async def action_in(tx: Transaction, request: web.Request) -> Action:
    action = await tx.get(Action, id_in(request, "action"))
    if action is None:
        raise NotFound
    return action


def may_change(request: web.Request, action: Action) -> bool:
    """Those who lead, and whoever is named in it."""
    agent = request[AGENT]
    return may_lead(agent.roles) or agent.id in (action.owner_id, action.sponsor_id, action.checker_id)


def _wanted(request: web.Request, action: Action) -> LookedFor:
    given = request.query
    return LookedFor(
        topic=given.get("topic", action.topic or "") or None, cause=given.get("cause", "") or None,
        unit=given.get("unit", "")[:100] or None, product=given.get("product", "")[:200] or None,
        since=parse_date(given.get("since", "")),
    )  # fmt: skip
