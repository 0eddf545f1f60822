"""Legal holds: what must be kept, whatever is due or asked for. Some come by themselves; each is lifted by two people."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import String, and_, cast, or_, select, update

from handoff.cases import Case, Issue, Party
from handoff.db import Transaction, change
from handoff.errors import Conflict, Invalid, NotAllowed
from handoff.events import hold as take_turn
from handoff.events import record
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.scheduling import schedule
from handoff.policy.retention import after
from handoff.privacy.events import HoldLiftAsked, HoldLifted, HoldPlaced, HoldReviewed
from handoff.privacy.models import Hold
from handoff.staff import Agent

SCOPES = ("case", "person", "topic", "all")
OTHER = "other"


class Held(Conflict):
    """A hold stands against it. `grounds` are codes of the policy."""

    code = "held"
    message = "A legal hold stands against this. It stays."

    def __init__(self, grounds: tuple[str, ...]) -> None:
        super().__init__()
        self.grounds = grounds


async def place_hold(
    tx: Transaction, *, scope: str, target: str, ground: str, reason: str, by: Agent | None, case: Case | None = None
) -> Hold:
    """Hold a case, everything of a person, everything about a topic, or all. `case` is the one it was placed from."""
    if scope not in SCOPES or (scope == "all") != (target == "*"):
        raise Invalid("Please choose what is held.", code="scope_missing")
    if ground not in (*tx.policy.retention.holds, OTHER):
        raise Invalid("Please choose the ground of the hold.", code="ground_missing")
    if not reason.strip():
        raise Invalid("Please say why it is held.", code="reason_missing")
    if case is not None:
        await take_turn(tx, conversation_id=case.conversation_id, case_id=case.id)
    now = tx.clock.now()
    row = Hold(
        scope=scope, target=target, ground=ground, reason=reason.strip()[:500], by_id=by.id if by else None, since=now,
        review_at=after(now, tx.policy.retention.review_holds_every),
    )  # fmt: skip
    tx.add(row)
    await tx.flush()
    actor = f"agent:{by.id}" if by else "system"
    case_id = case.id if case else None
    await record(tx, HoldPlaced(case_id=case_id, actor=actor, hold_id=row.id, scope=scope, ground=ground))
    return row


async def holds_on(tx: Transaction, case: Case) -> list[str]:
    """The grounds of the holds that cover the case now: those placed, and those that its state or flags bring."""
    prints = select(Party.email_print).where(Party.case_id == case.id, Party.email_print.is_not(None))
    topics = {
        topic
        for code in await tx.scalars(select(Issue.topic).where(Issue.case_id == case.id))
        for topic in (code, code.partition(".")[0])
    }
    covers = or_(
        and_(Hold.scope == "case", Hold.target == str(case.id)),
        and_(Hold.scope == "person", Hold.target.in_(prints)),
        and_(Hold.scope == "topic", Hold.target.in_(topics)),
        Hold.scope == "all",
    )
    placed = (await tx.scalars(select(Hold.ground).where(covers, Hold.lifted_at.is_(None)))).all()
    return sorted({*placed, *await _by_themselves(tx, case)})


async def check_free(tx: Transaction, case: Case) -> None:
    """Raises `Held` when a hold covers the case."""
    if grounds := await holds_on(tx, case):
        raise Held(tuple(grounds))


async def unheld(tx: Transaction, limit: int) -> Sequence[int]:
    """Cases whose state or flags bring a hold that is not written down yet."""
    found: list[int] = []
    for automatic in tx.policy.retention.holds.values():
        mine = (
            cast(Case.flags, String).contains(f'"{automatic.flag}"')
            if automatic.flag
            else Case.state == automatic.state
        )
        written = select(Hold.id).where(
            Hold.scope == "case", Hold.target == cast(Case.id, String), Hold.ground == automatic.ground
        )
        found += await tx.scalars(select(Case.id).where(mine, ~written.exists()).limit(limit))
    return list(dict.fromkeys(found))[:limit]


async def hold_by_itself(tx: Transaction, case_id: int) -> None:
    case = await tx.get_one(Case, case_id)
    await take_turn(tx, conversation_id=case.conversation_id, case_id=case.id)
    await tx.refresh(case)
    for ground in await _by_themselves(tx, case):
        reason = tx.policy.retention.holds[ground].name.en
        await place_hold(tx, scope="case", target=str(case.id), ground=ground, reason=reason, by=None, case=case)


async def ask_lift(tx: Transaction, row: Hold, *, by: Agent) -> None:
    """The first of two people. Asking again changes nothing."""
    won = await change(
        tx,
        update(Hold)
        .where(Hold.id == row.id, Hold.lifted_at.is_(None), Hold.lift_asked_by_id.is_(None))
        .values(lift_asked_by_id=by.id, lift_asked_at=tx.clock.now()),
    )
    if won:
        await record(tx, HoldLiftAsked(case_id=_case_of(row), actor=f"agent:{by.id}", hold_id=row.id))


async def lift(tx: Transaction, row: Hold, *, by: Agent) -> None:
    """The second of two people. Raises `NotAllowed` for who asked for it, `Conflict` when nobody asked or it is lifted."""
    await tx.refresh(row)
    if row.lift_asked_by_id is None or row.lifted_at is not None:
        raise Conflict
    if row.lift_asked_by_id == by.id:
        raise NotAllowed("A hold is lifted by two people: somebody else has to agree.", code="second_person")
    won = await change(
        tx,
        update(Hold)
        .where(Hold.id == row.id, Hold.lifted_at.is_(None))
        .values(lifted_by_id=by.id, lifted_at=tx.clock.now()),
    )
    if not won:
        raise Conflict
    asked_by = row.lift_asked_by_id
    await record(tx, HoldLifted(case_id=_case_of(row), actor=f"agent:{by.id}", hold_id=row.id, asked_by=asked_by))


async def review(tx: Transaction, row: Hold, *, by: Agent) -> None:
    """It was looked at and is still needed: until the next review."""
    row.review_at = after(tx.clock.now(), tx.policy.retention.review_holds_every)
    row.lift_asked_by_id, row.lift_asked_at = None, None
    await record(tx, HoldReviewed(case_id=_case_of(row), actor=f"agent:{by.id}", hold_id=row.id))


async def to_review(tx: Transaction, limit: int) -> Sequence[int]:
    """Holds whose review is due and of which nobody was told yet."""
    query = select(Hold.id).where(Hold.lifted_at.is_(None), Hold.review_at <= tx.clock.now())
    rows = (await tx.scalars(query.order_by(Hold.id).limit(limit))).all()
    return [hold_id for hold_id in rows if not await _told(tx, hold_id)]


async def ask_review(tx: Transaction, hold_id: int) -> None:
    """A task for the privacy officer, once for each date of review."""
    row = await tx.get_one(Hold, hold_id)
    await schedule(
        tx, key=_review_key(row), kind="hold_review", audience="privacy_officer", at=tx.clock.now(),
        data={"href": "/console/privacy/holds"},
    )  # fmt: skip


async def _told(tx: Transaction, hold_id: int) -> bool:
    row = await tx.get_one(Hold, hold_id)
    return await tx.scalar(select(Prompt.id).where(Prompt.key == _review_key(row))) is not None


async def _by_themselves(tx: Transaction, case: Case) -> list[str]:
    """Grounds that the case brings and for which no hold was ever written: one that two people lifted stays lifted."""
    brought = [
        code for code, automatic in tx.policy.retention.holds.items() if automatic.concerns(case.state, case.flags)
    ]
    written = set(
        await tx.scalars(
            select(Hold.ground).where(Hold.scope == "case", Hold.target == str(case.id), Hold.by_id.is_(None))
        )
    )
    return [code for code in brought if code not in written]


def _review_key(row: Hold) -> str:
    return f"hold_review:{row.id}:{row.review_at:%Y%m%d}"


def _case_of(row: Hold) -> int | None:
    return int(row.target) if row.scope == "case" else None
