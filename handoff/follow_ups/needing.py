"""What needs this person: open tasks, customers who wait for their word, and the promises of their cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy import case as case_of

from handoff.cases import Case
from handoff.cases.keeping_out import has_stake, kept_out
from handoff.cases.records import SubjectNotice
from handoff.conversations import Conversation
from handoff.db import Transaction
from handoff.errors import NotFound
from handoff.events import hold
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.stopping import end
from handoff.i18n import mark, translate
from handoff.sla.models import Deadline
from handoff.staff import Agent

# Which tasks a role sees that are meant for no one person.
SEEN_BY = {
    "queue": {"agent", "investigator", "supervisor"},
    "supervisor": {"supervisor"},
    "next_level": {"management_rep"},
    "management_rep": {"management_rep"},
    "approver": {"approver", "supervisor"},
    "deputy_approver": {"supervisor", "management_rep"},
    "safety_officer": {"safety_officer"},
    "privacy_officer": {"privacy_officer"},
    "reviewer": {"reviewer"},
    "process_owner": {"management_rep"},
    "document_owner": {"management_rep"},
    "action_sponsor": {"management_rep"},
}
PROMISED = {
    "first_contact": mark("Write to the complainant"),
    "progress": mark("Tell the complainant where it stands"),
    "answer_target": mark("Send the answer"),
    "answer_hard": mark("Send the answer: the outer limit"),
}
URGENT = ("P26", "safety_waits")
OUTSIDE = ("complainant", "customer")  # what is said to them is no task
MOST = 100  # of a kind: who has more has to begin somewhere
TOLD_ALL_THE_SAME = "P15"  # what came out reaches the one concerned, who sees nothing else of the case
NO_DATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Need:
    """One line of the list. `code` says what kind of thing it is, `href` where it is done, `by` until when, if there is one.

    `since`: a customer has waited for this person's word since then. `task`: it can be marked as done.
    `urgent`: somebody may be in danger.
    """

    code: str
    what: str
    detail: str = ""
    href: str
    by: datetime | None = None
    since: datetime | None = None
    late: bool = False
    urgent: bool = False
    case_id: int | None = None
    number: str | None = None
    conversation_id: int | None = None
    task: int | None = None


async def pressing(tx: Transaction, agent: Agent) -> list[Need]:
    """Everything without the words of tasks, which cost more than all the rest: `wording_needs` adds those that are shown."""
    needs = [
        *await _waiting(tx, agent), *await _tasks(tx, agent), *await _promises(tx, agent), *await _statements(tx, agent),
    ]  # fmt: skip
    return sorted(
        needs, key=lambda need: (not need.urgent, need.since is None, need.since or need.by or NO_DATE, need.code)
    )


async def mark_done(tx: Transaction, prompt_id: int, *, agent: Agent) -> None:
    """The person has dealt with a task of theirs. Raises `NotFound` for one they do not see."""
    prompt = await tx.get(Prompt, prompt_id)
    if prompt is None or prompt.state != "sent" or not await sees(tx, agent, prompt):
        raise NotFound
    await hold(tx, conversation_id=prompt.conversation_id, case_id=prompt.case_id)
    for one in [*await _earlier_steps(tx, agent, prompt), prompt]:
        await end(tx, one, by=f"agent:{agent.id}")
    # What the same task would have been asked again about later is not asked any more.
    later = select(Prompt).where(
        Prompt.key.startswith(f"{prompt.key.rsplit(':', 2)[0]}:", autoescape=True), Prompt.state == "due"
    )
    for one in (await tx.scalars(later)).all() if _ends_by_hand(tx, prompt) else ():
        await end(tx, one, by=f"agent:{agent.id}")


def _ends_by_hand(tx: Transaction, prompt: Prompt) -> bool:
    rule = tx.policy.prompts.rules.get(prompt.kind)
    return rule is not None and not {"done", "read"}.isdisjoint(rule.stops)


async def open_tasks(tx: Transaction, agent: Agent) -> Sequence[Prompt]:
    """The most pressing tasks of this person and of their roles, without those of cases they have a stake in."""
    audiences = [audience for audience, roles in SEEN_BY.items() if not roles.isdisjoint(agent.roles)]
    mine = or_(Prompt.agent_id == agent.id, and_(Prompt.agent_id.is_(None), Prompt.audience.in_(audiences)))
    query = select(Prompt).where(Prompt.state == "sent", Prompt.audience.not_in(OUTSIDE), mine)
    urgent_first = case_of(dict.fromkeys(URGENT, 0), value=Prompt.kind, else_=1)
    rows = (await tx.scalars(query.order_by(urgent_first, Prompt.by.nulls_last(), Prompt.id).limit(MOST))).all()
    out = await kept_out(tx, (await cases_of(tx, rows)).values())
    return [
        prompt
        for prompt in rows
        if prompt.kind == TOLD_ALL_THE_SAME or agent.id not in out.get(prompt.case_id or 0, ())
    ]


async def sees(tx: Transaction, agent: Agent, prompt: Prompt) -> bool:
    """Whether a task is this person's, or their role's, and not about a case they have a stake in."""
    theirs = prompt.agent_id == agent.id or (
        prompt.agent_id is None and not SEEN_BY.get(prompt.audience, set()).isdisjoint(agent.roles)
    )
    case = await tx.get(Case, prompt.case_id) if theirs and prompt.case_id else None
    if case is None or prompt.kind == TOLD_ALL_THE_SAME:
        return theirs
    return theirs and not await has_stake(tx, case, agent.id)


async def _earlier_steps(tx: Transaction, agent: Agent, prompt: Prompt) -> list[Prompt]:
    """What was asked before for the same reason, and still stands open."""
    if prompt.case_id is None:
        return []
    same = (Prompt.case_id == prompt.case_id, Prompt.kind == prompt.kind, Prompt.id != prompt.id)
    query = select(Prompt).where(*same, Prompt.state == "sent", Prompt.at <= prompt.at, Prompt.audience.not_in(OUTSIDE))
    return [one for one in await tx.scalars(query) if await sees(tx, agent, one)]


def _latest_steps(prompts: Sequence[Prompt]) -> list[Prompt]:
    """Of what is asked again and again about one case only the last word: the list is there to be worked off."""
    in_turn = sorted(prompts, key=lambda prompt: (prompt.at, prompt.id))
    latest = {(prompt.case_id or -prompt.id, prompt.kind): prompt for prompt in in_turn}
    return sorted(latest.values(), key=lambda prompt: (prompt.at, prompt.id))


async def _tasks(tx: Transaction, agent: Agent) -> list[Need]:
    needs, now = [], tx.clock.now()
    prompts = _latest_steps(await open_tasks(tx, agent))
    cases = await cases_of(tx, prompts)
    for prompt in prompts:
        case = cases.get(prompt.case_id or 0)
        needs.append(
            Need(
                code=prompt.kind, what="",
                href=prompt.data.get("href") or _href(case, prompt.conversation_id),
                by=prompt.by, late=prompt.by is not None and prompt.by < now, urgent=prompt.kind in URGENT,
                case_id=prompt.case_id,
                number=case.number if case else None, conversation_id=prompt.conversation_id, task=prompt.id,
            )
        )  # fmt: skip
    return needs


async def cases_of(tx: Transaction, prompts: Sequence[Prompt]) -> dict[int, Case]:
    """The cases of these prompts by id, read in one go."""
    ids = {prompt.case_id for prompt in prompts if prompt.case_id}
    return {case.id: case for case in await tx.scalars(select(Case).where(Case.id.in_(ids)))} if ids else {}


async def _waiting(tx: Transaction, agent: Agent) -> list[Need]:
    """Customers of their own talks who wrote last."""
    mine = select(Conversation).where(
        Conversation.speaker == "agent",
        Conversation.agent_id == agent.id,
        Conversation.last_customer_at.is_not(None),
        or_(Conversation.last_agent_at.is_(None), Conversation.last_agent_at < Conversation.last_customer_at),
    )
    return [
        Need(
            code="reply",
            what=translate(agent.language, mark("Answer the customer in the talk")),
            href=f"/console/conversations/{talk.id}",
            since=talk.last_customer_at,
            case_id=talk.case_id,
            conversation_id=talk.id,
        )
        for talk in await tx.scalars(mine.order_by(Conversation.last_customer_at).limit(MOST))
    ]


async def _statements(tx: Transaction, agent: Agent) -> list[Need]:
    """What is said about this person and they have not answered: of the case itself they learn nothing else."""
    rows = await tx.scalars(
        select(SubjectNotice).where(
            SubjectNotice.agent_id == agent.id, SubjectNotice.told_at.is_not(None), SubjectNotice.stated_at.is_(None),
            SubjectNotice.told_outcome_at.is_(None),
        )
    )  # fmt: skip
    what = translate(agent.language, mark("Answer what is said about you"))
    return [Need(code="statement", what=what, href="/console/statements") for _notice in rows]


async def _promises(tx: Transaction, agent: Agent) -> list[Need]:
    """The next date of each of their cases."""
    now = tx.clock.now()
    rows = await tx.execute(
        select(Case, Deadline)
        .join(Deadline, Deadline.case_id == Case.id)
        .where(
            Case.owner_id == agent.id, Case.closed_at.is_(None), Deadline.kind.in_(PROMISED),
            Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None), Deadline.paused_at.is_(None),
        )
        .order_by(Deadline.due_at, Deadline.id)
        .limit(MOST * len(PROMISED))
    )  # fmt: skip
    first: dict[int, Need] = {}
    for case, deadline in rows.all():
        need = Need(
            code=deadline.kind, what=translate(agent.language, PROMISED[deadline.kind]), href=_href(case, None),
            by=deadline.due_at, late=deadline.due_at < now, case_id=case.id, number=case.number,
        )  # fmt: skip
        first.setdefault(case.id, need)
    return list(first.values())


def _href(case: Case | None, conversation_id: int | None) -> str:
    if case is not None:
        return f"/console/cases/{case.number}"
    return f"/console/conversations/{conversation_id}" if conversation_id else "/console/"
