"""Ask the complainant or somebody outside what we need to know, say why and until when, and go on where we were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from handoff.cases.events import CaseMoved
from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.examination.events import QuestionAsked, QuestionEnded
from handoff.cases.models import Case
from handoff.cases.moving import Actor, move
from handoff.cases.records import Question
from handoff.cases.words import sealed
from handoff.db import Transaction, change
from handoff.events import hold, record

WAITING = {"awaiting_complainant": "complainant", "awaiting_third_party": "third_party"}


async def ask_complainant(
    tx: Transaction, case: Case, *, questions: str, why: str, reply_by: datetime, actor: Actor
) -> Question:
    """Ask, and wait (T10). Raises `NotPossible` naming what is missing: the questions, why, until when."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    question = await _question(tx, case, actor, to="complainant", words=questions, why=why, reply_by=reply_by)
    await _wait(
        tx, case, "T10", actor, question, questions=questions, why_needed=why, reply_by=reply_by,
        return_state=question.return_state,
    )  # fmt: skip
    return question


async def ask_third_party(
    tx: Transaction, case: Case, *, name: str, question: str, lawful_because: str, reply_by: datetime, actor: Actor,
    email: str | None = None,
) -> Question:  # fmt: skip
    """Ask somebody outside, and wait (T13). The complainant's time limit never stands still for it."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    asked = await _question(tx, case, actor, to="third_party", words=question, why=lawful_because, reply_by=reply_by)
    asked.name, asked.email = await sealed(tx, case, name), await sealed(tx, case, email)
    await _wait(
        tx, case, "T13", actor, asked, third_party=name, question=question, sharing_lawful=lawful_because,
        reply_by=reply_by, return_state=asked.return_state,
    )  # fmt: skip
    return asked


async def note_third_party_reply(tx: Transaction, case: Case, *, words: str | None, actor: Actor) -> None:
    """What the third party answered, or, without words, that we go on without it (T14)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    question = await open_question(tx, case)
    if question is not None:
        question.answer = await sealed(tx, case, words)
    await move(tx, case, "T14", actor)


async def wait_ended(tx: Transaction, event: CaseMoved) -> None:
    """The case goes on: what was asked is answered, or was not answered in time."""
    if event.came_from not in WAITING or event.to == event.came_from:
        return
    case = await tx.get_one(Case, event.case_id)
    question = await open_question(tx, case)
    if question is None:
        return
    answered = question.answer is not None if question.to == "third_party" else event.actor != "system"
    answered = answered and event.transition in ("T11", "T14")
    how = "answered" if answered else "unanswered"
    ended = await change(
        tx,
        update(Question)
        .where(Question.id == question.id, Question.ended_at.is_(None))
        .values(ended_at=tx.clock.now(), ended_how=how),
    )
    case.return_state = None
    if ended:
        await tx.refresh(question)
        await record(
            tx,
            QuestionEnded(
                case_id=case.id, conversation_id=case.conversation_id, actor=event.actor, question_id=question.id,
                to=question.to, how=how,
            ),
        )  # fmt: skip


async def open_question(tx: Transaction, case: Case) -> Question | None:
    """What the case waits for now."""
    query = select(Question).where(Question.case_id == case.id, Question.ended_at.is_(None))
    return await tx.scalar(query.order_by(Question.id.desc()).limit(1))


async def questions_of(tx: Transaction, case: Case) -> Sequence[Question]:
    return (await tx.scalars(select(Question).where(Question.case_id == case.id).order_by(Question.id))).all()


async def _question(
    tx: Transaction, case: Case, actor: Actor, *, to: str, words: str, why: str, reply_by: datetime
) -> Question:
    assert actor.id is not None, "only people ask"
    return Question(
        case_id=case.id,
        to=to,
        words=await sealed(tx, case, words),
        why=await sealed(tx, case, why),
        reply_by=reply_by,
        return_state=case.state,
        by_id=actor.id,
        asked_at=tx.clock.now(),
    )


async def _wait(tx: Transaction, case: Case, transition: str, actor: Actor, asked: Question, **facts: object) -> None:
    """The question stands before the case moves: whoever hears of the move reads it."""
    tx.add(asked)
    case.return_state = asked.return_state
    await tx.flush()
    await move(tx, case, transition, actor, **facts)
    await record(
        tx,
        QuestionAsked(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, question_id=asked.id,
            to=asked.to,
        ),
    )  # fmt: skip
