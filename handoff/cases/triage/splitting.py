"""A complaint often holds more than one thing that went wrong: list them, say what each is, split one that is two."""

from __future__ import annotations

from handoff.cases.models import Case, Issue
from handoff.cases.moving import Actor
from handoff.cases.triage.events import IssueDescribed, IssueSplit
from handoff.cases.words import sealed
from handoff.db import Transaction
from handoff.errors import Conflict, Invalid
from handoff.events import hold, record
from handoff.i18n import mark

SETTLED = ("decision_pending", "responded", "implementing", "verifying")


async def split_issue(tx: Transaction, case: Case, issue: Issue, *, topic: str, claim: str, actor: Actor) -> Issue:
    """Take a second point out of `issue`. It starts without a finding: nobody has looked at it as such yet."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    ensure_open(case)
    if issue.case_id != case.id:
        raise Invalid
    elif topic not in tx.policy.taxonomy.topics:
        raise Invalid("There is no topic {topic}.", code="topic_unknown", topic=topic)
    new = Issue(case_id=case.id, topic=topic, confirmed_by=actor.id, split_from_id=issue.id)
    new.claim = await sealed(tx, case, claim, need=mark("Please say what the complaint says on this point."))
    tx.add(new)
    await tx.flush()
    await record(
        tx,
        IssueSplit(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, issue_id=new.id, from_id=issue.id,
            topic=topic,
        ),
    )  # fmt: skip
    return new


async def describe_issue(tx: Transaction, case: Case, issue: Issue, *, claim: str, actor: Actor) -> None:
    """Write down what exactly is said to have gone wrong; the answer repeats it to the complainant."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    ensure_open(case)
    if issue.case_id != case.id:
        raise Invalid
    issue.claim = await sealed(tx, case, claim, need=mark("Please say what the complaint says on this point."))
    await tx.flush()
    await record(
        tx,
        IssueDescribed(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, issue_id=issue.id),
    )


def ensure_open(case: Case) -> None:
    """Raise `Conflict` once a decision is proposed or sent: what it answers must not change under it."""
    if not case.is_open or case.state in SETTLED:
        raise Conflict("The points of this case are being answered and cannot be changed now.", code="points_settled")
