"""What needs this person now, the next due first: the list of the follow-ups, with who it is about and what comes next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from aiohttp import web

from handoff.cases import Case
from handoff.db import Transaction
from handoff.follow_ups.needing import Need, mark_done, pressing
from handoff.follow_ups.wording_needs import in_words, read_together
from handoff.i18n import for_reader, translate
from handoff.insights.case_lists import waiting_for_approval
from handoff.insights.talks import TalkLine
from handoff.staff import Agent
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.next_step import what_next
from handoff.web.console.show import done
from handoff.web.keys import AGENT, SERVICES

SHOWN = 10  # the rest is one step away, in the list of cases


@dataclass(frozen=True, kw_only=True)
class Line:
    """`key` stays the same while it is the same thing, so that the page can update it in place."""

    key: str
    what: str
    href: str
    whose: str = ""
    detail: str = ""
    number: str = ""
    due_at: datetime | None = None
    since: datetime | None = None
    late: bool = False
    done_href: str = ""


async def needs_of(tx: Transaction, agent: Agent, mine: list[TalkLine]) -> tuple[list[Line], int]:
    """Customers who wait for this person's word, then tasks, promises and approvals by their date; and how many more."""
    talks = {line.talk.id: line for line in mine}
    needs = _told_once(await pressing(tx, agent))
    told = {need.case_id for need in needs if need.task}
    _held = await read_together(tx, needs[:SHOWN])
    lines = [await _line(tx, agent, await in_words(tx, agent, need), talks) for need in needs[:SHOWN]]
    approvals = await _approvals(tx, agent, told)
    shown = (lines + approvals)[:SHOWN]
    return shown, len(needs) + len(approvals) - len(shown)


async def _approvals(tx: Transaction, agent: Agent, told: Collection[int | None]) -> list[Line]:
    if not {"approver", "supervisor"} & set(agent.roles):
        return []
    return [
        Line(
            key=f"approval-{line.case.id}", what=what_next("decision_pending", agent.language), whose=line.name or "",
            href=f"/console/cases/{line.case.number}#answer", number=line.case.number,
        )
        for line in await waiting_for_approval(tx, agent)
        if line.case.owner_id != agent.id and line.case.id not in told
    ]  # fmt: skip


def _told_once(needs: list[Need]) -> list[Need]:
    """Without the promises of which a task of the same case speaks already."""
    soonest = {need.case_id: need.by for need in reversed(needs) if need.task and need.by}
    return [need for need in needs if need.task or need.since or not _spoken_of(need, soonest)]


def _spoken_of(promise: Need, soonest: Mapping[int | None, datetime]) -> bool:
    by = soonest.get(promise.case_id)
    return by is not None and promise.by is not None and by <= promise.by


@act("enter_desk")
async def finish(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        await mark_done(tx, id_in(request, "task"), agent=request[AGENT])
    return done(request, "/console/")


async def _line(tx: Transaction, agent: Agent, need: Need, talks: dict[int, TalkLine]) -> Line:
    line = Line(
        key=f"{need.code}-{need.task or need.case_id or need.conversation_id}", what=need.what, detail=need.detail,
        href=need.href, number=need.number or "", due_at=need.by, since=need.since, late=need.late,
        done_href=f"/console/needs/{need.task}/done" if need.task else "",
    )  # fmt: skip
    if need.code == "reply" and need.conversation_id in talks:
        return _reply(agent, line, talks[need.conversation_id])
    elif need.case_id and not need.task:
        case = await tx.get_one(Case, need.case_id)
        return replace(line, detail=what_next(case.state, agent.language))
    else:
        return line


def _reply(agent: Agent, line: Line, talk: TalkLine) -> Line:
    name = talk.name or translate(
        agent.language, "Customer {number}", number=for_reader(str(talk.talk.id), agent.language)
    )
    return replace(
        line,
        what=translate(agent.language, "Reply to {name}", name=name),
        detail=talk.preview,
        number=talk.case.number if talk.case else "",
    )
