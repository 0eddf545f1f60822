"""Versions of the road of a complaint. A case keeps the one under which it began, whatever the policy says later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, mapped_column

from handoff.cases.models import Case
from handoff.db import Base, Transaction, change, insert_once
from handoff.policy import lifecycle_from
from handoff.policy.lifecycle import Lifecycle


class LifecycleVersion(Base):
    """A life cycle under which cases were opened, whole: its file may be gone by now."""

    __tablename__ = "lifecycle_versions"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]  # as its file numbers itself, for people
    source: Mapped[str]  # JSON
    first_used_at: Mapped[datetime]


async def keep_version(tx: Transaction) -> str:
    """The fingerprint of the life cycle in force, kept from its first use on.

    Cases that were opened before versions were kept began under the first one that is.
    """
    fingerprint: str = tx.policy.lifecycle_fingerprint
    if await tx.get(LifecycleVersion, fingerprint) is not None:
        return fingerprint
    first = await tx.scalar(select(LifecycleVersion.fingerprint).limit(1)) is None
    await insert_once(
        tx, LifecycleVersion, fingerprint=fingerprint, number=tx.policy.versions["lifecycle"],
        source=tx.policy.lifecycle_source, first_used_at=tx.clock.now(),
    )  # fmt: skip
    if first:
        await change(tx, update(Case).where(Case.lifecycle.is_(None)).values(lifecycle=fingerprint))
    return fingerprint


async def version_of(tx: Transaction, case: Case) -> LifecycleVersion | None:
    """None for a case from before versions were kept."""
    return await tx.get(LifecycleVersion, case.lifecycle) if case.lifecycle else None


async def lifecycle_of(tx: Transaction, case: Case) -> Lifecycle:
    """The road of this case: the one in force when it was opened."""
    current: Lifecycle = tx.policy.lifecycle
    if case.lifecycle in (None, tx.policy.lifecycle_fingerprint):
        return current
    version = await version_of(tx, case)
    return lifecycle_from(version.source) if version is not None else current
