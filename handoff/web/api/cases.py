"""Register a complaint, look a case up, and let the complainant act on it: through the assistant."""

from __future__ import annotations

from aiohttp import web
from pydantic import BaseModel

from handoff.cases import Case, Complaint, Contact, SuggestedTopic, open_case
from handoff.cases.drafting import finish_draft
from handoff.cases.looking_up import case_by_number, case_by_secret, cases_of_conversation
from handoff.cases.moving import ASSISTANT
from handoff.cases.numbering import read_number
from handoff.conversations import Conversation
from handoff.conversations.opening import link_case
from handoff.db import Transaction
from handoff.errors import Invalid, NotFound
from handoff.follow_ups.acting import Wish, act_on
from handoff.i18n import left_to_right, translate
from handoff.insights.standing import promises_of, status_of
from handoff.web.access import id_in
from handoff.web.api import shapes
from handoff.web.api.conversations import conversation_called
from handoff.web.api.operations import operation
from handoff.web.intake.draft_form import form_of
from handoff.web.intake.filing import add_further
from handoff.web.keys import LIMITS, SERVICES


@operation("Register a complaint", takes=shapes.Register, answers=shapes.Registered)
async def create_case(request: web.Request, body: shapes.Register) -> tuple[int, BaseModel]:
    """The header Idempotency-Key is needed: the same key gives the same case. Number and tracking code are told to the customer
    by the service itself, in the talk."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > 200:
        raise Invalid(
            "The header Idempotency-Key is needed, with up to 200 characters.", code="idempotency_key_missing"
        )
    services = request.app[SERVICES]
    async with services.db.transaction() as tx:
        conversation = await conversation_called(tx, body.conversation)
        case, new = await open_case(
            tx, complaint_of(conversation, body.answers), actor=ASSISTANT, idempotency_key=f"assistant:{key}"
        )
        if new:
            await add_further(tx, case, form_of(body.answers.model_dump(mode="json")))
            await finish_draft(tx, conversation.id, case.id)
            if conversation.case_id is None or conversation.case_id != case.id:
                await link_case(tx, conversation, case_id=case.id, actor=ASSISTANT.name)
        said = shapes.Registered(
            number=case.number,
            state=case.state,
            state_text=tx.policy.lifecycle.states[case.state].public.say(conversation.language),
            person_needed=person_needed(case),
            promises=[
                shapes.Promise(**vars(promise)) for promise in await promises_of(tx, case, conversation.language)
            ],
        )
    return (201 if new else 200), said


@operation("Look a case up", takes=shapes.LookUp, answers=shapes.Found)
async def create_case_look_up(request: web.Request, body: shapes.LookUp) -> tuple[int, BaseModel]:
    """With number and tracking code (`secret`): that case. Without: the cases that were registered in this very talk."""
    services = request.app[SERVICES]
    if body.number or body.secret:
        request.app[LIMITS].take("track_from", f"conversation:{body.conversation}")
        request.app[LIMITS].take("track", read_number(body.number or "") or "none")
    async with services.db.transaction() as tx:
        conversation = await conversation_called(tx, body.conversation)
        if body.number or body.secret:
            cases = [await case_by_secret(tx, number=body.number or "", secret=body.secret or "")]
        else:
            cases = list(await cases_of_conversation(tx, conversation.id))
        return 200, shapes.Found(
            cases=[shapes.CaseStatus(**vars(await status_of(tx, case, conversation.language))) for case in cases]
        )


@operation("Let the complainant act on their case", takes=shapes.CaseAct, answers=shapes.Said)
async def create_case_act(request: web.Request, body: shapes.CaseAct) -> tuple[int, BaseModel]:
    """Only cases that were registered in this talk, or opened in it with number and tracking code, can be acted on."""
    services = request.app[SERVICES]
    async with services.db.transaction() as tx:
        conversation = await conversation_called(tx, id_in(request, "conversation"))
        case = await _own_case(tx, conversation, body.case)
        text = await act_on(tx, case, body.act, Wish(how="chat", text=body.text or ""))
    return 200, shapes.Said(text=translate(conversation.language, text, number=left_to_right(case.number)))


def complaint_of(conversation: Conversation, answers: shapes.Answers) -> Complaint:
    """The complaint that was told in a talk."""
    return Complaint(
        narrative=answers.narrative or "",
        channel=conversation.channel,
        language=conversation.language,
        contact=Contact(name=answers.acting_for or answers.name, email=answers.email, phone=answers.phone),
        anonymous=bool(answers.anonymous),
        conversation_id=conversation.id,
        product=answers.product,
        order_ref=answers.order_ref,
        incident_date=answers.incident_date,
        unit=answers.unit,
        wanted=answers.requested_remedy,
        wanted_code=answers.remedy_code,
        needs=answers.needs,
        amount=answers.amount,
        currency=answers.currency,
        topics=tuple(SuggestedTopic(topic.code, topic.confidence) for topic in answers.topics or ()),
        safety=bool(answers.safety),
        vulnerable=bool(answers.vulnerable),
        staff_subject=bool(answers.staff_subject),
    )


def person_needed(case: Case) -> bool:
    """Whether somebody should speak with the complainant now rather than write later."""
    return case.priority in ("P1", "P2") or bool({"safety", "vulnerable", "staff_subject"} & set(case.flags))


async def _own_case(tx: Transaction, conversation: Conversation, number: str | None) -> Case:
    cases = await cases_of_conversation(tx, conversation.id)
    if number:
        wanted = await case_by_number(tx, number)
        cases = [case for case in cases if wanted is not None and case.id == wanted.id]
    if not cases:
        raise NotFound(code="case_not_found")
    return cases[0]
