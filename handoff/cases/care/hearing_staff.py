"""A complaint about one of us: they and their line are kept out, they are told what is said, and they may answer it."""

from __future__ import annotations

from sqlalchemy import update

from handoff.cases.care.events import (
    StaffSubjectHeard,
    StaffSubjectNamed,
    StaffSubjectTold,
    StaffSubjectToldOutcome,
)
from handoff.cases.events import AnswerSent
from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.keeping_out import has_stake
from handoff.cases.looking_up import issues_of
from handoff.cases.models import Case
from handoff.cases.moving import Actor
from handoff.cases.records import SubjectNotice
from handoff.cases.words import sealed
from handoff.db import Transaction, change, keys
from handoff.errors import Conflict, NotAllowed, NotFound
from handoff.events import hold, record
from handoff.i18n import mark
from handoff.staff import Agent, may_lead

FLAG = "staff_subject"


async def name_subject(tx: Transaction, case: Case, subject: Agent, *, actor: Actor) -> None:
    """The complaint is about `subject`. An owner in their line loses the case at once, and somebody else is found."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    if case.subject_id == subject.id:
        return
    case.subject_id = subject.id
    case.flags = [*case.flags, *([FLAG] if FLAG not in case.flags else [])]
    await tx.flush()
    owner_id = case.owner_id
    loses = owner_id is not None and await has_stake(tx, case, owner_id)
    if loses:
        await change(tx, update(Case).where(Case.id == case.id).values(owner_id=None, owned_at=None))
        await tx.refresh(case)
    await record(
        tx,
        StaffSubjectNamed(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name,
            before_owner_id=owner_id if loses else None,
        ),
    )  # fmt: skip


async def tell_subject(
    tx: Transaction, case: Case, *, summary: str, actor: Actor, later_because: str | None = None
) -> SubjectNotice:
    """Put down, in words meant for them, what is said about the member of staff. They can read it from now on.

    `later_because`: it would endanger evidence or a person to tell them now. Only who leads may decide that; telling them
    later is done by calling this again without it.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    assert actor.id is not None, "only people tell"
    if case.subject_id is None:
        raise Conflict("First say whom the complaint is about.", code="subject_unknown")
    elif later_because and not may_lead([actor.role]):
        raise NotAllowed("Only who leads may decide to tell them later.")
    notice = await tx.get(SubjectNotice, case.id) or SubjectNotice(case_id=case.id)
    if notice.told_at is not None:
        raise Conflict("They were told already.", code="subject_told")
    notice.agent_id, notice.by_id = case.subject_id, actor.id
    notice.summary = await sealed(tx, case, summary, need=mark("Please write what is said about them."))
    notice.told_later_because = await sealed(tx, case, later_because)
    notice.told_at = None if later_because else tx.clock.now()
    tx.add(notice)
    await tx.flush()
    await record(
        tx,
        StaffSubjectTold(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, delayed=bool(later_because)
        ),
    )
    return notice


async def state_own_side(
    tx: Transaction, notice: SubjectNotice, agent: Agent, *, words: str, companion: str | None = None
) -> None:
    """The one complained about says what they have to say, and who stands by them; once. Nobody else's notice exists for them."""
    case = await tx.get_one(Case, notice.case_id)
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await tx.refresh(notice)
    if notice.agent_id != agent.id or notice.told_at is None:
        raise NotFound
    elif notice.stated_at is not None:
        raise Conflict("You have answered already.", code="already_stated")
    notice.statement = await sealed(tx, case, words, need=mark("Please write what you have to say."))
    notice.companion, notice.stated_at = await sealed(tx, case, companion), tx.clock.now()
    await tx.flush()
    await record(
        tx,
        StaffSubjectHeard(case_id=case.id, conversation_id=case.conversation_id, actor=f"agent:{agent.id}"),
    )


async def tell_outcome(tx: Transaction, event: AnswerSent) -> None:
    """The answer went out: the member of staff complained about hears the result as well. Of consequences nothing is said."""
    notice = await tx.get(SubjectNotice, event.case_id or 0)
    if notice is None or notice.told_at is None:
        return
    case = await tx.get_one(Case, notice.case_id)
    agent = await tx.get_one(Agent, notice.agent_id)
    lines = []
    for issue in await issues_of(tx, case):
        topic, outcome = (
            tx.policy.taxonomy.topics.get(issue.topic),
            tx.policy.lifecycle.outcomes.get(issue.outcome or ""),
        )
        if topic is not None and outcome is not None:
            lines.append(f"{topic.name.say(agent.language)}: {outcome.label.say(agent.language)}")
    notice.outcome = await keys.seal(tx, case.key_owner, "\n".join(lines) or None)
    notice.told_outcome_at = tx.clock.now()
    await tx.flush()
    await record(tx, StaffSubjectToldOutcome(case_id=case.id, conversation_id=case.conversation_id, actor=event.actor))
