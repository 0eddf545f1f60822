"""What follows by itself when a complainant's time is over. Silence is never counted as content."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from handoff.cases import Case
from handoff.cases.accepting import deem_silent
from handoff.cases.checklist import open_lines
from handoff.cases.closing import close_exhausted
from handoff.cases.moving import SYSTEM, move, unmet
from handoff.cases.remedying import close_unconfirmed
from handoff.cases.requesting_review import open_review
from handoff.db import Transaction
from handoff.events import hold
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.scheduling import schedule
from handoff.sla.models import Deadline
from handoff.sla.windows import end_window, ended_windows

REMINDERS = 2  # that really reached the complainant, before silence may close a case


async def acceptance_over(tx: Transaction, limit: int) -> Sequence[int]:
    return await ended_windows(tx, "acceptance", limit)


async def end_acceptance(tx: Transaction, deadline_id: int) -> None:
    """Nobody said what they think of the answer: close without counting it as content (T20), if we asked twice."""
    case = await _claimed(tx, deadline_id, "responded")
    if case is None:
        return
    elif await open_review(tx, case) is not None:
        await _ask_person(tx, case)  # a second look was asked for and nobody was found yet: silence is not the question
    elif await _reminded(tx, case, "P16") < REMINDERS or await _open_but_remedies(tx, case):
        await _ask_person(tx, case)
    else:
        await deem_silent(tx, case)


async def verification_over(tx: Transaction, limit: int) -> Sequence[int]:
    return await ended_windows(tx, "verification", limit)


async def end_verification(tx: Transaction, deadline_id: int) -> None:
    """Nobody said whether it was done: by our records it was, so the case closes as unconfirmed (T27)."""
    case = await _claimed(tx, deadline_id, "verifying")
    if case is None:
        return
    elif await unmet(tx, case, "T27", {}):
        await _ask_person(tx, case)
    else:
        await close_unconfirmed(tx, case)


async def early_window_over(tx: Transaction, limit: int) -> Sequence[int]:
    return await ended_windows(tx, "early_window", limit)


async def end_early_window(tx: Transaction, deadline_id: int) -> None:
    """It was not settled at the front line in time: it is looked into (T09)."""
    case = await _claimed(tx, deadline_id, "early_resolution")
    if case is not None:
        await move(tx, case, "T09", SYSTEM)


async def reply_over(tx: Transaction, limit: int) -> Sequence[int]:
    return await ended_windows(tx, "reply", limit)


async def end_reply(tx: Transaction, deadline_id: int) -> None:
    """The complainant did not answer our question in time: we go on with what we have (T11)."""
    case = await _claimed(tx, deadline_id, "awaiting_complainant")
    if case is not None:
        await move(tx, case, "T11", SYSTEM)


async def reminded_of_question(tx: Transaction, case: Case) -> bool:
    """Whether both reminders of our question reached the complainant: then we may decide without an answer."""
    return await _reminded(tx, case, "P11", but_first=True) >= REMINDERS


async def external_over(tx: Transaction, limit: int) -> Sequence[int]:
    return await ended_windows(tx, "external", limit)


async def end_external(tx: Transaction, deadline_id: int) -> None:
    """Nobody turned to an outside body in time: all routes are used up, which is no content (T32)."""
    case = await _claimed(tx, deadline_id, "unresolved_watch")
    if case is None:
        return
    elif await unmet(tx, case, "T32", {}):
        await _ask_person(tx, case)
    else:
        await close_exhausted(tx, case)


async def _claimed(tx: Transaction, deadline_id: int, state: str) -> Case | None:
    """The case whose window this caller ends; None when somebody else does, or the case has gone on."""
    case = await tx.get_one(Case, (await tx.get_one(Deadline, deadline_id)).case_id)
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await tx.refresh(case)
    ended = await end_window(tx, deadline_id)
    return case if ended and case.state == state else None


async def _reminded(tx: Transaction, case: Case, kind: str, *, but_first: bool = False) -> int:
    """How many messages of a rule reached them in this state; `but_first`: the first one asks, only the others remind."""
    query = select(func.count(Prompt.id)).where(
        Prompt.case_id == case.id,
        Prompt.kind == kind,
        Prompt.audience == "complainant",
        Prompt.delivered_at >= case.state_entered_at,
        Prompt.step >= int(but_first),
    )
    return await tx.scalar(query) or 0


async def _open_but_remedies(tx: Transaction, case: Case) -> bool:
    """Whether something else than an owed remedy is unsettled: what is owed is simply carried out."""
    return bool(set(await open_lines(tx, case)) - {"remedies_done"})


async def _ask_person(tx: Transaction, case: Case) -> None:
    """Something is missing that only a person can settle."""
    await schedule(
        tx, key=f"cannot_close:{case.id}:{case.state_entered_at:%Y%m%dT%H%M%S}", kind="cannot_close", audience="owner",
        case_id=case.id, at=tx.clock.now(),
    )  # fmt: skip
