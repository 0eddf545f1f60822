"""Causes, actions and their steps, signals and lessons. Free text is sealed under the key of its case or its action."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base


class RootCause(Base):
    """Why one issue happened: first suggested, then confirmed by a person, or set aside. Never more than one is in force."""

    __tablename__ = "root_causes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"), index=True)
    code: Mapped[str]  # K01 …
    beside: Mapped[str | None]  # the second cause, where one is not enough
    method: Mapped[str | None]
    words: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed JSON: statement, evidence, test, why_alone
    systemic: Mapped[bool] = mapped_column(default=False)  # it must affect others too
    suggested_by: Mapped[str]
    suggested_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]  # set aside, or replaced by another

    @property
    def key_owner(self) -> str:
        return f"case:{self.case_id}"


class Action(Base):
    """One entry of the register: a problem, its containment, its cause, the steps against it, and whether they helped.

    `details` are sealed words by name: what, where, when, how_many, how_bad, not_where, containment, cause, evidence, test,
    documents, reason, check. `metric` is a measure of the policy, counted over `topic`; rates are cases per `exposure_unit`.
    """

    __tablename__ = "actions"
    __table_args__ = (Index("ix_actions_state", "state"), Index("ix_actions_owner_state", "owner_id", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # the same reason opens the same action
    title: Mapped[str]
    kind: Mapped[str]
    source: Mapped[str]
    source_id: Mapped[int | None]
    required: Mapped[str | None]  # why there has to be one; None when somebody wanted it
    topic: Mapped[str | None]
    cause: Mapped[str | None]
    beside: Mapped[str | None]
    method: Mapped[str | None]
    severity: Mapped[int | None]
    systemic: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str]
    state_entered_at: Mapped[datetime]
    details: Mapped[bytes | None] = mapped_column(LargeBinary)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    contain_by: Mapped[datetime]
    cause_by: Mapped[datetime]
    began_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    metric: Mapped[str | None]
    baseline_count: Mapped[int | None]
    baseline_exposure: Mapped[float | None]
    target_rate: Mapped[float | None]
    window_days: Mapped[int | None]
    min_exposure: Mapped[float | None]
    check_due_at: Mapped[datetime | None] = mapped_column(index=True)
    extended: Mapped[bool] = mapped_column(default=False)
    result: Mapped[str | None]
    numbers: Mapped[dict[str, Any]]
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    looked_for: Mapped[dict[str, Any] | None]  # by what others were looked for: topic, cause, unit, since
    looked_at: Mapped[datetime | None]
    affected: Mapped[int | None]  # how many others were found
    times_late: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_by: Mapped[str | None]

    @property
    def key_owner(self) -> str:
        return f"action:{self.id}"

    @property
    def code(self) -> str:
        return f"A-{self.id}"


class ActionStep(Base):
    """Something to be done by somebody until a day."""

    __tablename__ = "action_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    kind: Mapped[str]
    what: Mapped[bytes] = mapped_column(LargeBinary)
    owner_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    due_at: Mapped[datetime] = mapped_column(index=True)
    first_due_at: Mapped[datetime]
    late_at: Mapped[datetime | None]  # when it was found to be late; stays
    done_at: Mapped[datetime | None]
    proof: Mapped[bytes | None] = mapped_column(LargeBinary)


class ActionCase(Base):
    """A case that belongs to an action. `how`: source, affected (found by looking for others), own_motion (opened for them)."""

    __tablename__ = "action_cases"
    __table_args__ = (UniqueConstraint("action_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    how: Mapped[str]
    own_motion_id: Mapped[int | None] = mapped_column(
        ForeignKey("cases.id")
    )  # what was opened for this affected person
    linked_at: Mapped[datetime]


class Signal(Base):
    """The figures say that something changed. `kind`: chart, recurring, capacity. A person explains it, or acts on it."""

    __tablename__ = "signals"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    topic: Mapped[str | None]
    numbers: Mapped[dict[str, Any]]
    raised_at: Mapped[datetime] = mapped_column(index=True)
    explain_by: Mapped[datetime]
    explained_at: Mapped[datetime | None]
    explained_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    explanation: Mapped[bytes | None] = mapped_column(LargeBinary)
    internal: Mapped[bool | None]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))

    @property
    def key_owner(self) -> str:
        return f"signal:{self.id}"


class Lesson(Base):
    """What everybody at the desk should know now, in both languages and without anybody's name."""

    __tablename__ = "lessons"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    topic: Mapped[str | None]
    text_en: Mapped[str]
    text_fa: Mapped[str]
    published_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))


class LessonRead(Base):
    __tablename__ = "lesson_reads"
    __table_args__ = (UniqueConstraint("lesson_id", "agent_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    read_at: Mapped[datetime]
