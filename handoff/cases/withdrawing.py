"""Take a complaint back: of one's own will, in one's own words, and never as an end to what has to be looked into anyway."""

from __future__ import annotations

from handoff.cases.closing import close
from handoff.cases.later_events import CaseWithdrawn, WithdrawalRefused
from handoff.cases.later_guards import DUTIES
from handoff.cases.later_models import Withdrawal
from handoff.cases.lifecycles import lifecycle_of
from handoff.cases.models import Case
from handoff.cases.moving import SYSTEM, Actor, NotPossible, move
from handoff.db import Transaction, keys
from handoff.events import hold, record

OWN, OF_STAFF = "own", "staff"


async def withdraw(
    tx: Transaction, case: Case, *, actor: Actor, how: str = "chat", words: str | None = None, idea: str = OWN
) -> str:
    """How it went: closed (T36); goes_on (T37: safety, a pattern or the law is at stake, so we go on by ourselves and leave the
    complainant in peace); refused, when the idea came from us: then nothing changes, and a supervisor hears of it.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    road = await lifecycle_of(tx, case)
    if "T36" not in {step.id for step in road.transitions_from(case.state, "complainant")}:
        raise NotPossible
    result = "refused" if idea != OWN else "closed" if DUTIES.isdisjoint(case.flags) else "goes_on"
    await _note(tx, case, result, how=how, words=words, idea=idea, actor=actor)
    if result == "refused":
        await record(tx, WithdrawalRefused(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name))
        return result
    await record(
        tx,
        CaseWithdrawn(
            case_id=case.id,
            conversation_id=case.conversation_id,
            actor=actor.name,
            how=how,
            goes_on=result == "goes_on",
        ),
    )
    if result == "closed":
        theirs = Actor(actor.name, "complainant", actor.id)
        await move(tx, case, "T36", theirs, confirmed_by_complainant=True, not_induced=True)
        await close(tx, case, reason="withdrawn", actor=actor)
    else:
        duty = ", ".join(sorted(DUTIES.intersection(case.flags)))
        await move(tx, case, "T37", SYSTEM, why_it_must_continue=duty)
    return result


async def _note(
    tx: Transaction, case: Case, result: str, *, how: str, words: str | None, idea: str, actor: Actor
) -> None:
    tx.add(
        Withdrawal(
            case_id=case.id,
            at=tx.clock.now(),
            by=actor.name,
            how=how,
            idea=idea,
            words=await keys.seal(tx, case.key_owner, words),
            result=result,
        )
    )
    await tx.flush()
