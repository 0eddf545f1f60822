"""Tell colleagues what was learnt, and know who has read it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from handoff.cases import Actor
from handoff.db import Transaction, insert_once
from handoff.errors import Invalid
from handoff.events import record
from handoff.improvement.events import LessonPublished
from handoff.improvement.models import Action, Lesson, LessonRead
from handoff.staff import Agent

LONGEST = 2000  # characters


async def publish_lesson(
    tx: Transaction, *, text_en: str, text_fa: str, actor: Actor, action: Action | None = None, topic: str | None = None
) -> Lesson:
    """Raises `Invalid` when one of the languages is missing."""
    if not text_en.strip() or not text_fa.strip() or max(len(text_en), len(text_fa)) > LONGEST:
        raise Invalid("A lesson is written in both languages, in a few sentences.", code="lesson_missing")
    assert actor.id is not None, "only people teach"
    lesson = Lesson(
        action_id=action.id if action else None, topic=topic or (action.topic if action else None),
        text_en=text_en.strip(), text_fa=text_fa.strip(), published_at=tx.clock.now(), by_id=actor.id,
    )  # fmt: skip
    tx.add(lesson)
    await tx.flush()
    await record(tx, LessonPublished(actor=actor.name, lesson_id=lesson.id, action_id=lesson.action_id))
    return lesson


async def mark_read(tx: Transaction, lesson: Lesson, agent: Agent) -> bool:
    """False when they had read it before."""
    made = await insert_once(tx, LessonRead, lesson_id=lesson.id, agent_id=agent.id, read_at=tx.clock.now())
    return made is not None


async def lessons(tx: Transaction, limit: int = 50) -> Sequence[Lesson]:
    """The newest first."""
    return (await tx.scalars(select(Lesson).order_by(Lesson.id.desc()).limit(limit))).all()


async def unread(tx: Transaction, agent: Agent) -> int:
    read = select(LessonRead.lesson_id).where(LessonRead.agent_id == agent.id)
    return await tx.scalar(select(func.count(Lesson.id)).where(Lesson.id.not_in(read))) or 0
