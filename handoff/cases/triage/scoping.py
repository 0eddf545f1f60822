"""A complaint that is not ours to deal with: say why, who is responsible, and how to object to that."""

from __future__ import annotations

from typing import Any

from handoff.cases.closing import close
from handoff.cases.composing import compose, keep_letter
from handoff.cases.conditions import challenge
from handoff.cases.events import AnswerSent
from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.models import Answer, Case
from handoff.cases.moving import Actor, move
from handoff.cases.records import ScopeDecision
from handoff.cases.triage.events import CaseReferred
from handoff.cases.words import sealed
from handoff.db import Transaction
from handoff.errors import Conflict
from handoff.events import hold, record
from handoff.i18n import translate
from handoff.staff import Agent


async def refer_elsewhere(
    tx: Transaction, case: Case, *, reason: str, words: str, actor: Actor, referral: str | None = None
) -> Answer:
    """Explain that it is outside our scope, and close (T07). The complainant reads it on the page of the case and by letter.

    Raises `NotPossible` for an unknown reason or when the responsible body is missing, `Conflict` while somebody may be in
    danger: that comes first, whoever is responsible.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    assert actor.id is not None, "only people decide about scope"
    if "safety" in case.flags:
        raise Conflict("Somebody may be in danger: that is dealt with first.", code="safety_first")
    explanation = explain(tx, case, reason=reason, words=words, referral=referral)
    answer = Answer(
        case_id=case.id, stage=case.stage, by_id=actor.id, proposed_at=tx.clock.now(), sent_at=tx.clock.now(),
        body=await sealed(tx, case, explanation),
    )  # fmt: skip
    tx.add(answer)
    await tx.flush()
    letter = await compose(tx, case, explanation, signed=await tx.get(Agent, actor.id))
    await keep_letter(tx, case, answer, letter)
    await move(tx, case, "T07", actor, reason_code=reason, referral=referral, explanation=explanation)
    tx.add(
        ScopeDecision(
            case_id=case.id, reason=reason, to=await sealed(tx, case, referral), by_id=actor.id, at=tx.clock.now()
        )
    )
    case.final_response_at = tx.clock.now()
    about: dict[str, Any] = {"case_id": case.id, "conversation_id": case.conversation_id, "actor": actor.name}
    await record(tx, AnswerSent(**about, answer_id=answer.id))
    await record(tx, CaseReferred(**about, reason=reason, answer_id=answer.id))
    await close(tx, case, reason="out_of_scope_referred", actor=actor)
    return answer


def explain(tx: Transaction, case: Case, *, reason: str, words: str, referral: str | None) -> str:
    """The explanation in the complainant's language: why, in a person's words, who is responsible, how to object."""
    known = tx.policy.investigation.out_of_scope.get(reason)
    to = (referral or "").strip()
    parts = [
        known.explains.say(case.language) if known else "",
        words.strip(),
        translate(case.language, "Responsible for it: {body}", body=to) if to else "",
        challenge(tx, case),
    ]
    return "\n\n".join(part for part in parts if part)
