"""Colleagues have ideas, and deserve an answer and thanks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from handoff.cases import Actor
from handoff.db import Transaction, change, keys
from handoff.errors import Conflict, Invalid
from handoff.events import record
from handoff.governance.events import IdeaAnswered, IdeaHandedIn, ThanksSaid
from handoff.governance.models import Recognition, Suggestion
from handoff.improvement.opening import open_action
from handoff.staff import Agent

LONGEST = 4000  # characters


async def hand_in(tx: Transaction, agent: Agent, *, words: str) -> Suggestion:
    """Raises `Invalid` without words."""
    _check(words)
    suggestion = Suggestion(by_id=agent.id, at=tx.clock.now(), words=b"")
    tx.add(suggestion)
    await tx.flush()
    suggestion.words = await keys.seal(tx, suggestion.key_owner, words.strip()) or b""
    await tx.flush()
    await record(tx, IdeaHandedIn(actor=f"agent:{agent.id}", suggestion_id=suggestion.id))
    return suggestion


async def answer_idea(tx: Transaction, suggestion: Suggestion, *, adopt: bool, answer: str, actor: Actor) -> None:
    """What becomes of it. An adopted one is an action. Raises `Conflict` the second time."""
    _check(answer)
    words = await keys.unseal(tx, suggestion.key_owner, suggestion.words) or ""
    done = await change(
        tx,
        update(Suggestion)
        .where(Suggestion.id == suggestion.id, Suggestion.answered_at.is_(None))
        .values(
            adopted=adopt, answer=await keys.seal(tx, suggestion.key_owner, answer.strip()), answered_at=tx.clock.now()
        ),
    )
    await tx.refresh(suggestion)
    if not done:
        raise Conflict
    if adopt:
        action = await open_action(
            tx, key=f"suggestion:{suggestion.id}", title=words[:120], source="suggestion", source_id=suggestion.id,
            kind="improvement", words={"what": words}, actor=actor,
        )  # fmt: skip
        suggestion.action_id = action.id
        await tx.flush()
    await record(tx, IdeaAnswered(actor=actor.name, suggestion_id=suggestion.id, adopted=adopt))


async def say_thanks(tx: Transaction, to: Agent, *, words: str, actor: Actor) -> Recognition:
    """Raises `Invalid` without words, or for oneself."""
    _check(words)
    if actor.id is None or actor.id == to.id:
        raise Invalid("Thanks are said to somebody else.", code="thanks_to_self")
    thanks = Recognition(to_id=to.id, by_id=actor.id, at=tx.clock.now(), words=b"")
    tx.add(thanks)
    await tx.flush()
    thanks.words = await keys.seal(tx, thanks.key_owner, words.strip()) or b""
    await tx.flush()
    await record(tx, ThanksSaid(actor=actor.name, recognition_id=thanks.id, to_id=to.id))
    return thanks


async def ideas(tx: Transaction, limit: int = 100) -> Sequence[Suggestion]:
    return (await tx.scalars(select(Suggestion).order_by(Suggestion.id.desc()).limit(limit))).all()


async def thanks_said(tx: Transaction, limit: int = 50) -> Sequence[Recognition]:
    return (await tx.scalars(select(Recognition).order_by(Recognition.id.desc()).limit(limit))).all()


def _check(words: str) -> None:
    if not words.strip() or len(words) > LONGEST:
        raise Invalid("Please write it in up to {longest} characters.", code="words_missing", longest=LONGEST)
