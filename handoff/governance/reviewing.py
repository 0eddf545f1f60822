"""The management review: words gathered under each heading, figures frozen with a hash, decisions that become actions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update

from handoff.cases import Actor
from handoff.db import Transaction, change, keys
from handoff.errors import Conflict, Invalid
from handoff.events import record
from handoff.governance.events import ReviewDecided, ReviewFrozen
from handoff.governance.models import Review, ReviewDecision
from handoff.improvement.opening import open_action
from handoff.improvement.planning import plan_step
from handoff.improvement.wording import seal_words, unseal_words
from handoff.staff import Agent

# What goes in, in the order in which it is read. Those with an asterisk are filled from the records, the others by people.
INPUTS = (
    "earlier_actions", "changes_inside", "changes_outside", "performance", "satisfaction", "monitoring", "audits",
    "actions", "risks", "causes", "outside_bodies", "resources", "feedback", "equity", "recommendations", "stories",
)  # fmt: skip
BY_PEOPLE = ("changes_inside", "changes_outside", "risks", "outside_bodies", "resources", "recommendations", "stories")
DECISIONS = ("process", "product", "resources", "policy")


async def begin_review(tx: Transaction, *, start: date, last: date, actor: Actor) -> Review:
    """Raises `Invalid` for a period that ends before it begins."""
    if last < start:
        raise Invalid("The period ends before it begins.", code="period_backwards")
    assert actor.id is not None, "only people review"
    review = Review(start=start, last=last, made_at=tx.clock.now(), made_by_id=actor.id, attendees=[])
    tx.add(review)
    await tx.flush()
    return review


async def add_words(tx: Transaction, review: Review, words: Mapping[str, str]) -> None:
    """What people bring under the headings that no record fills. Raises `Conflict` once the review is frozen."""
    _still_open(review)
    kept = {heading: words[heading] for heading in BY_PEOPLE if heading in words}
    review.words = await seal_words(tx, review.key_owner, review.words, kept)
    await tx.flush()


async def freeze(tx: Transaction, review: Review, snapshot: dict[str, Any], *, actor: Actor) -> str:
    """The figures stand from now on; the hash over them and the words. Raises `Conflict` the second time."""
    words = await unseal_words(tx, review.key_owner, review.words)
    printed = hash_of(snapshot, words)
    done = await change(
        tx,
        update(Review)
        .where(Review.id == review.id, Review.frozen_at.is_(None))
        .values(snapshot=snapshot, hash=printed, frozen_at=tx.clock.now()),
    )
    await tx.refresh(review)
    if not done:
        raise Conflict("This review is frozen already.", code="frozen")
    await record(tx, ReviewFrozen(actor=actor.name, review_id=review.id, hash=printed))
    return printed


async def hold_meeting(
    tx: Transaction, review: Review, *, held_on: date, attendees: Sequence[Agent], minutes: str
) -> None:
    """Who met, when, and what was said. Raises `Conflict` before the figures are frozen."""
    if review.frozen_at is None:
        raise Conflict("Freeze the figures first: a review speaks of figures that no longer change.", code="not_frozen")
    review.held_on, review.attendees = held_on, sorted(agent.id for agent in attendees)
    review.words = await seal_words(tx, review.key_owner, review.words, {"minutes": minutes})
    await tx.flush()


async def decide(
    tx: Transaction, review: Review, *, kind: str, words: str, owner: Agent, due_at: datetime, metric: str | None,
    actor: Actor,
) -> ReviewDecision:  # fmt: skip
    """A decision is an action in the register, with an owner, a day and a measure. Raises `Invalid`."""
    if kind not in DECISIONS or not words.strip():
        raise Invalid("A decision needs a kind and a sentence.", code="decision_bare")
    elif metric is not None and metric not in tx.policy.measures.catalogue:
        raise Invalid("There is no measure {measure}.", code="measure_unknown", measure=metric)
    sealed = await keys.seal(tx, review.key_owner, words.strip())
    assert sealed is not None, "there are words"
    count = len((await tx.scalars(select(ReviewDecision.id).where(ReviewDecision.review_id == review.id))).all())
    action = await open_action(
        tx, key=f"review:{review.id}:{count + 1}", title=words.strip()[:120], source="review_decision",
        source_id=review.id, kind="improvement", words={"what": words}, actor=actor,
    )  # fmt: skip
    action.owner_id, action.metric = owner.id, metric
    await plan_step(tx, action, kind="improvement", what=words, owner=owner, due_at=due_at, actor=actor)
    decision = ReviewDecision(
        review_id=review.id, kind=kind, words=sealed, owner_id=owner.id, due_at=due_at, metric=metric,
        action_id=action.id, decided_at=tx.clock.now(),
    )  # fmt: skip
    tx.add(decision)
    await tx.flush()
    await record(tx, ReviewDecided(actor=actor.name, review_id=review.id, decision_id=decision.id, action_id=action.id))
    return decision


async def still_as_frozen(tx: Transaction, review: Review) -> bool:
    """Whether figures and words are those over which the hash was made. What the meeting said came later."""
    words = await unseal_words(tx, review.key_owner, review.words)
    words.pop("minutes", None)
    return review.snapshot is not None and hash_of(review.snapshot, words) == review.hash


def hash_of(snapshot: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """SHA-256 over the canonical JSON of both."""
    content = json.dumps([snapshot, words], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(content.encode()).hexdigest()


def _still_open(review: Review) -> None:
    if review.frozen_at is not None:
        raise Conflict("This review is frozen already.", code="frozen")
