"""Who else was affected? Looked for by plain facts, written down, and put right for those who had not asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from handoff.cases import Actor, Case, Complaint, open_case
from handoff.cases.looking_up import issues_of, latest_assessment
from handoff.cases.opening import SuggestedTopic
from handoff.cases.parties import complainant_of
from handoff.db import Transaction
from handoff.errors import Conflict, Invalid
from handoff.events import record
from handoff.improvement.events import OthersLookedFor, RemedyOffered
from handoff.improvement.models import Action, ActionCase
from handoff.improvement.opening import link_case


async def note_affected(
    tx: Transaction, action: Action, *, looked_for: Mapping[str, str], cases: Sequence[Case], actor: Actor
) -> int:
    """These facts were looked for and these cases found; how many are new. None found is a result too."""
    if not looked_for:
        raise Invalid("Please say by what others were looked for.", code="search_missing")
    new = sum([await link_case(tx, action, case, how="affected") for case in cases])
    others = select(ActionCase.id).where(ActionCase.action_id == action.id, ActionCase.how == "affected")
    action.affected = len((await tx.scalars(others)).all())
    action.looked_for, action.looked_at = dict(looked_for), tx.clock.now()
    await tx.flush()
    await record(tx, OthersLookedFor(actor=actor.name, action_id=action.id, affected=action.affected))
    return new


async def offer_remedy(tx: Transaction, action: Action, affected: Case, *, words: str, actor: Actor) -> Case:
    """Open a case of our own motion for somebody who was affected: they get an answer and a remedy without having to ask.

    `words` tell them in their language what we found. Raises `Conflict` when that was done before.
    """
    link = await tx.scalar(
        select(ActionCase).where(ActionCase.action_id == action.id, ActionCase.case_id == affected.id)
    )
    if link is None or link.how != "affected" or link.own_motion_id is not None:
        raise Conflict("For this person a case was opened already.", code="offered_before")
    topics = [SuggestedTopic(issue.topic, 1.0) for issue in await issues_of(tx, affected)]
    case, _new = await open_case(
        tx,
        Complaint(
            narrative=words, channel="own_motion", language=affected.language,
            contact=await complainant_of(tx, affected), anonymous=affected.anonymous, topics=topics,
            safety="safety" in affected.flags,
        ),
        actor=actor, idempotency_key=f"own-motion:{action.id}:{affected.id}",
    )  # fmt: skip
    case.earlier_case_id, link.own_motion_id = affected.id, case.id
    await tx.flush()
    await link_case(tx, action, case, how="own_motion")
    await record(
        tx, RemedyOffered(case_id=case.id, actor=actor.name, action_id=action.id, affected_case_id=affected.id)
    )
    return case


async def how_serious(tx: Transaction, case: Case) -> int | None:
    """The severity that a person judged last."""
    assessment = await latest_assessment(tx, case)
    return assessment.severity if assessment else None
