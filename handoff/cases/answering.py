"""Answer a complaint: at the front line within one's limits, or as a decision that another person approves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handoff.cases.composing import compose, keep_letter
from handoff.cases.conditions import beyond
from handoff.cases.events import AnswerProposed, AnswerSent
from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.examination.events import AnswerReturned
from handoff.cases.examination.gathering import Found, gather
from handoff.cases.finding import Finding, Remedy, find_all, offer_remedies, plan_anew, say_why_no_remedy
from handoff.cases.looking_up import latest_answer, remedies_of
from handoff.cases.models import Answer, Case
from handoff.cases.moving import Actor, NotPossible, move
from handoff.cases.words import sealed
from handoff.db import Transaction, keys
from handoff.errors import Conflict, Invalid
from handoff.events import hold, record
from handoff.i18n import translate
from handoff.staff import Agent

LONGEST = 20_000  # characters

__all__ = [
    "Finding",
    "Remedy",
    "answer_at_front_line",
    "approve",
    "find_all",
    "offer_remedies",
    "propose",
    "propose_decision",
    "send_answer",
    "send_back",
    "write_answer",
]


async def answer_at_front_line(
    tx: Transaction, case: Case, *, findings: Mapping[int, Finding], text: str, remedies: Sequence[Remedy], actor: Actor
) -> Answer:
    """Answer at once, within an agent's limits (T05 and T08). `findings` are by issue id.

    Raises `NotPossible` with the names of what stands in the way: then the case needs an investigation.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await find_all(tx, case, findings, actor=actor)
    await plan_anew(tx, case, remedies, actor=actor)
    if case.state == "in_assessment":
        await move(tx, case, "T05", actor)
    if beyond(tx, ["agent"], await remedies_of(tx, case)):
        raise NotPossible(("remedy_within_agent_limit",))
    answer = await write_answer(tx, case, text, actor)
    await move(tx, case, "T08", actor)
    await send_answer(tx, case, answer, actor, approved_by=None)
    return answer


async def propose(
    tx: Transaction,
    case: Case,
    *,
    findings: Mapping[int, Finding],
    text: str,
    remedies: Sequence[Remedy],
    evidence: str | None = None,
    why_no_remedy: str | None = None,
    actor: Actor,
) -> Answer:
    """Write down the whole decision at once and propose it: findings, remedies, and `evidence` in words."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await find_all(tx, case, findings, actor=actor)
    await plan_anew(tx, case, remedies, actor=actor)
    if why_no_remedy:
        await say_why_no_remedy(tx, case, why_no_remedy)
    if evidence and evidence.strip():
        here = translate(case.language, "the case itself")
        await gather(tx, case, Found(kind="other", words=evidence, source=here), actor=actor)
    return await propose_decision(tx, case, text=text, actor=actor)


async def propose_decision(
    tx: Transaction, case: Case, *, text: str, actor: Actor, reminders_sent: bool = False
) -> Answer:
    """Propose what stands in the case as its decision (T15): another person approves it.

    While the complainant has not answered us, only after two reminders (T12): `reminders_sent` is for who has counted them.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    answer = await write_answer(tx, case, text, actor)
    step = "T12" if case.state == "awaiting_complainant" else "T15"
    proposer = Actor(actor.name, "investigator", actor.id)
    await move(tx, case, step, proposer, investigator=actor.id, two_reminders_sent=reminders_sent)
    await record(
        tx,
        AnswerProposed(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, answer_id=answer.id),
    )
    return answer


async def approve(tx: Transaction, case: Case, *, actor: Actor) -> Answer:
    """Send the proposed decision (T17).

    Raises `NotPossible` when the approver looked into it themselves, or when a remedy is beyond what they may promise.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    answer = await latest_answer(tx, case)
    if answer is None:
        raise Conflict
    await move(tx, case, "T17", actor, approver=actor.id)
    await send_answer(tx, case, answer, actor, approved_by=actor.id)
    return answer


async def send_back(tx: Transaction, case: Case, *, comment: str, actor: Actor) -> None:
    """Return a proposed decision for more work (T16), and say what is missing. Findings and remedies stay to be worked on."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    answer = await latest_answer(tx, case)
    await move(tx, case, "T16", actor, comment=comment.strip())
    if answer is None:
        return
    answer.returned_at, answer.returned_by_id = tx.clock.now(), actor.id
    answer.comment = await sealed(tx, case, comment)
    await tx.flush()
    await record(
        tx,
        AnswerReturned(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, answer_id=answer.id),
    )


async def write_answer(tx: Transaction, case: Case, text: str, actor: Actor) -> Answer:
    assert actor.id is not None, "only people answer"
    if not text.strip():
        raise Invalid("Please write the answer.", code="answer_missing")
    elif len(text) > LONGEST:
        raise Invalid("An answer may have up to {longest} characters.", code="answer_long", longest=LONGEST)
    answer = Answer(
        case_id=case.id,
        stage=case.stage,
        by_id=actor.id,
        proposed_at=tx.clock.now(),
        body=await keys.seal(tx, case.key_owner, text.strip()),
    )
    tx.add(answer)
    await tx.flush()
    return answer


async def send_answer(tx: Transaction, case: Case, answer: Answer, actor: Actor, *, approved_by: int | None) -> None:
    """From here on the letter and what it promises stand for ever."""
    words = await keys.unseal(tx, case.key_owner, answer.body) or ""
    await keep_letter(tx, case, answer, await compose(tx, case, words, signed=await tx.get(Agent, answer.by_id)))
    answer.sent_at = case.final_response_at = tx.clock.now()
    answer.approved_by_id = approved_by
    for item in await remedies_of(tx, case):
        item.offered_at = item.offered_at or tx.clock.now()
    await tx.flush()
    await record(
        tx,
        AnswerSent(
            case_id=case.id,
            conversation_id=case.conversation_id,
            actor=actor.name,
            answer_id=answer.id,
            approved_by=approved_by,
        ),
    )
