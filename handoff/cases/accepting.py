"""What the complainant says to an answer: content, content with a part, not content, or nothing. These are never mixed."""

from __future__ import annotations

from collections.abc import Collection

from handoff.cases.checklist import open_lines
from handoff.cases.closing import close
from handoff.cases.events import AnswerAccepted, AnswerRejected
from handoff.cases.later_events import AnswerPartlyAccepted, ClosingHeldUp
from handoff.cases.later_guards import LATER_GUARDS
from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.models import Acceptance, Case
from handoff.cases.moving import SYSTEM, Actor, NotPossible, move
from handoff.cases.requesting_review import ask_review
from handoff.db import Transaction, keys
from handoff.errors import Invalid
from handoff.events import hold, record


async def accept(
    tx: Transaction,
    case: Case,
    *,
    how: str,
    actor: Actor,
    words: str | None = None,
    issues: Collection[int] | None = None,
) -> None:
    """The complainant is content: with nothing left to do the case closes (T19), else what was promised is done first (T18).

    `issues`: only with the answer to these; the rest is looked at afresh. A yes is always taken: when a line of the closing
    checklist is still open, that is ours to settle, and the case closes by `finish_accepted` once it is.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if case.state != "responded":
        raise NotPossible
    everything = {issue.id for issue in await issues_of(tx, case)}
    part = everything if issues is None else everything.intersection(issues)
    if not part:
        raise Invalid("Please choose the points with which you are content.", code="choice_missing")
    elif part == everything:
        await _note(tx, case, "accepted", how=how, by=actor.name, words=words)
        await record(
            tx, AnswerAccepted(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, how=how)
        )
        await _go_on_content(tx, case, actor)
    else:
        await _note(tx, case, "partly_accepted", how=how, by=actor.name, words=words, issues=part)
        await record(
            tx,
            AnswerPartlyAccepted(
                case_id=case.id,
                conversation_id=case.conversation_id,
                actor=actor.name,
                how=how,
                issues=tuple(sorted(part)),
            ),
        )
        await _go_on_not_content(tx, case, how=how, actor=actor, words=words)


async def reject(
    tx: Transaction, case: Case, *, how: str, actor: Actor, words: str | None = None, new: str | None = None
) -> None:
    """The complainant is not content: never closure. One tap is enough, `words` are theirs to give or not.

    Somebody who was not involved looks at it afresh (T21); after the last stage it stays open and in view while they may turn
    to an outside body (T22). `new`: a point was missed or something new came up, and they want it looked into first (T24).
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if case.state != "responded":
        raise NotPossible
    await _note(tx, case, "rejected", how=how, by=actor.name, words=new or words)
    await record(tx, AnswerRejected(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, how=how))
    if new and new.strip():
        await move(tx, case, "T24", Actor(actor.name, "complainant", actor.id), what_is_new=new)
    else:
        await _go_on_not_content(tx, case, how=how, actor=actor, words=words)


async def deem_silent(tx: Transaction, case: Case) -> None:
    """The window for an answer is over and two reminders went out. Silence is not counted as content.

    What is owed is carried out all the same (T18); with nothing owed the case closes as unanswered (T20).
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await _note(tx, case, "no_reply", how="silence", by="system", words=None)
    if any(item.is_owed for item in await remedies_of(tx, case)):
        await move(tx, case, "T18", SYSTEM, owed_anyway=True)
    else:
        await move(tx, case, "T20", SYSTEM, two_reminders_sent=True)
        await close(tx, case, reason="deemed_no_reply", actor=SYSTEM)


async def set_going(tx: Transaction, case: Case, *, actor: Actor) -> None:
    """A supervisor lets an owed remedy be carried out without waiting for a yes (T18)."""
    await move(tx, case, "T18", actor, owed_anyway=True)


async def accept_late(tx: Transaction, case: Case, *, how: str, actor: Actor, words: str | None = None) -> None:
    """After all the complainant takes what was offered (T30)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await _note(tx, case, "accepted", how=how, by=actor.name, words=words)
    await record(tx, AnswerAccepted(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, how=how))
    await move(tx, case, "T30", Actor(actor.name, "complainant", actor.id))


async def finish_accepted(tx: Transaction, case: Case, *, actor: Actor) -> None:
    """Close an accepted case once the line of the checklist that held it up is settled (T19)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await move(tx, case, "T19", actor)
    await close(tx, case, reason="resolved_accepted", actor=actor)


async def is_accepted(tx: Transaction, case: Case) -> bool:
    """Whether the complainant accepted the answer that they have now."""
    return await LATER_GUARDS["acceptance_record"](tx, case, {})


async def _go_on_content(tx: Transaction, case: Case, actor: Actor) -> None:
    # An agent may write down what they were told by telephone; the step itself is the complainant's.
    theirs = Actor(actor.name, "complainant", actor.id)
    if any(item.is_owed for item in await remedies_of(tx, case)):
        await move(tx, case, "T18", theirs)
    elif missing := await open_lines(tx, case):
        await record(tx, ClosingHeldUp(case_id=case.id, conversation_id=case.conversation_id, missing=missing))
    else:
        await move(tx, case, "T19", theirs)
        await close(tx, case, reason="resolved_accepted", actor=actor)


async def _go_on_not_content(tx: Transaction, case: Case, *, how: str, actor: Actor, words: str | None) -> None:
    if await LATER_GUARDS["stage_is_last"](tx, case, {}):
        await move(tx, case, "T22", Actor(actor.name, "complainant", actor.id))
    else:
        await ask_review(tx, case, how=how, actor=actor, words=words)


async def _note(
    tx: Transaction,
    case: Case,
    value: str,
    *,
    how: str,
    by: str,
    words: str | None,
    issues: Collection[int] = (),
) -> None:
    tx.add(
        Acceptance(
            case_id=case.id,
            stage=case.stage,
            value=value,
            issues=sorted(issues),
            by=by,
            how=how,
            at=tx.clock.now(),
            words=await keys.seal(tx, case.key_owner, words),
        )
    )
    await tx.flush()
