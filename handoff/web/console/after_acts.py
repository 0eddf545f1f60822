"""What the desk does with a case after its answer: remedies, coming back, representatives, the complainant's page."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from aiohttp import web

from handoff.cases import Actor, Case, RemedyItem
from handoff.cases.accepting import finish_accepted, set_going
from handoff.cases.answering import Remedy
from handoff.cases.blocking import note_blocker
from handoff.cases.remedying import finish_confirmed, move_remedy, offer_instead, waive
from handoff.cases.reopening import reconsider
from handoff.cases.representing import record_authority, representative_of
from handoff.cases.writing_page import write_on_page
from handoff.db import Transaction
from handoff.errors import Invalid, NotAllowed, NotFound
from handoff.follow_ups.acting import Wish, act_on
from handoff.i18n import parse_date
from handoff.insights.sight import case_for
from handoff.sla.extending import extend
from handoff.staff import may_lead
from handoff.web.access import id_in
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.case_acts import workable
from handoff.web.console.examination.reading_forms import amount_in
from handoff.web.console.show import done
from handoff.web.intake.case_view import wanted_act
from handoff.web.keys import AGENT, SERVICES

END_OF_DAY = time(23, 59, 59)
TOLD = ("accept_part", "accept_late", "reopen", "ask_review", "withdraw", "look_into")


@act("keep_remedies")
async def give_new_date(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case, item = await _item(tx, request)
        due_at = chosen_day(tx, form, "due")
        await move_remedy(tx, case, item, due_at=due_at, reason=form.get("reason"), actor=_me(request))
    return done(request, f"/console/cases/{case.number}#remedies")


@act("keep_remedies")
async def let_off(request: web.Request, form: SentForm) -> web.StreamResponse:
    """The complainant does not want a remedy any more, told to a person."""
    async with request.app[SERVICES].db.transaction() as tx:
        case, item = await _item(tx, request)
        await waive(tx, case, item, words=form.get("words"), actor=_me(request))
    return done(request, f"/console/cases/{case.number}#remedies")


@act("lead_on")
async def start_remedies(request: web.Request, _form: SentForm) -> web.StreamResponse:
    """What is owed does not wait for a yes."""
    async with request.app[SERVICES].db.transaction() as tx:
        case = await _led(tx, request)
        await set_going(tx, case, actor=_me(request, "supervisor"))
    return done(request, f"/console/cases/{case.number}#remedies")


@act("lead_on")
async def offer_another(request: web.Request, form: SentForm) -> web.StreamResponse:
    """What was promised cannot be done: another remedy, with an answer that says so."""
    async with request.app[SERVICES].db.transaction() as tx:
        case = await _led(tx, request)
        other = Remedy(
            code=form.get("remedy"), due_at=chosen_day(tx, form, "due"), detail=form.get("detail") or None,
            amount=amount_in(form, "amount"), currency=tx.policy.organisation.currency if form.get("amount") else None,
        )  # fmt: skip
        if not form.get("text"):
            raise Invalid("Please write what the complainant will read.", code="words_missing")
        await offer_instead(
            tx, case, reason=form.get("reason"), remedies=[other], text=form.get("text"),
            actor=_me(request, "supervisor"),
        )  # fmt: skip
    return done(request, f"/console/cases/{case.number}#remedies")


@act("keep_remedies")
async def close_accepted(request: web.Request, _form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        finish = finish_confirmed if case.state == "verifying" else finish_accepted
        await finish(tx, case, actor=_me(request))
    return done(request, f"/console/cases/{case.number}")


@act("lead_on")
async def take_up_again(request: web.Request, form: SentForm) -> web.StreamResponse:
    """We think again about a case that stayed without agreement."""
    async with request.app[SERVICES].db.transaction() as tx:
        case = await _led(tx, request)
        await reconsider(tx, case, reason=form.get("reason"), actor=_me(request, "supervisor"))
    return done(request, f"/console/cases/{case.number}")


@act("record_reply")
async def write_down_wish(request: web.Request, form: SentForm) -> web.StreamResponse:
    """What the complainant wants with their case, told to a person by telephone or letter."""
    wanted = wanted_act(form, allowed=TOLD)
    async with request.app[SERVICES].db.transaction() as tx:
        case = await case_for(tx, request[AGENT], request.match_info["number"])
        wish = wanted.as_wish(how=form.get("how") or "phone")
        await act_on(tx, case, wanted.act, Wish(**{**vars(wish), "actor": _me(request)}))
    return done(request, f"/console/cases/{case.number}")


@act("write_page")
async def write_to_page(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        await write_on_page(tx, case, text=form.get("text"), actor=_me(request))
    return done(request, f"/console/cases/{case.number}#page")


@act("settle_authority")
async def settle_authority(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        party = await representative_of(tx, case)
        if party is None:
            raise NotFound
        await record_authority(tx, case, party, scope=form.get("scope"), way=form.get("way"), actor=_me(request))
    return done(request, f"/console/cases/{case.number}#representative")


@act("note_blocker")
async def tell_delay(request: web.Request, form: SentForm) -> web.StreamResponse:
    """The answer will be late: the complainant hears why and until when, at once."""
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        role = "supervisor" if may_lead(request[AGENT].roles) else "agent"
        await extend(tx, case, until=chosen_day(tx, form, "due"), reason=form.get("reason"), actor=_me(request, role))
    return done(request, f"/console/cases/{case.number}")


@act("note_blocker")
async def say_what_blocks(request: web.Request, form: SentForm) -> web.StreamResponse:
    async with request.app[SERVICES].db.transaction() as tx:
        case = await workable(tx, request)
        await note_blocker(tx, case, text=form.get("blocker"), actor=_me(request))
    return done(request, f"/console/cases/{case.number}")


def chosen_day(tx: Transaction, form: SentForm, name: str) -> datetime:
    """The end of that day where the organisation is. Raises `Invalid`."""
    day = parse_date(form.get(name)) if form.get(name) else None
    if day is None:
        raise Invalid("Please choose a date.", code="date_missing")
    return datetime.combine(day, END_OF_DAY, ZoneInfo(tx.policy.calendar.time_zone))


async def _item(tx: Transaction, request: web.Request) -> tuple[Case, RemedyItem]:
    case = await workable(tx, request)
    item = await tx.get(RemedyItem, id_in(request, "item"))
    if item is None or item.case_id != case.id:
        raise NotFound
    return case, item


async def _led(tx: Transaction, request: web.Request) -> Case:
    if not may_lead(request[AGENT].roles):
        raise NotAllowed("Only a supervisor may do this.")
    return await case_for(tx, request[AGENT], request.match_info["number"])


def _me(request: web.Request, role: str = "agent") -> Actor:
    return Actor.agent(request[AGENT].id, role)
