"""Every day: check all chains, compare them with the last anchors outside the database, and lay down a new one.

What does not hold is a task for the privacy officer and the management representative, with the numbers of the events.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base, Transaction, insert_once
from handoff.events import Broken, verify_everything
from handoff.events.anchoring import Anchor, AnchorBroken, compare, digest, make_anchor
from handoff.events.guarding import guards_missing
from handoff.follow_ups.scheduling import schedule

if TYPE_CHECKING:
    from handoff.app import Services

TOLD = ("privacy_officer", "management_rep")

log = structlog.get_logger()


class AuditCheck(Base):
    """What a day's check found. `broken` holds case, event and what is wrong, for each place."""

    __tablename__ = "audit_checks"

    day: Mapped[int] = mapped_column(primary_key=True)  # as date.toordinal()
    at: Mapped[datetime]
    cases: Mapped[int]
    broken: Mapped[list[Any]]
    anchored: Mapped[bool]


@dataclass
class Found:
    """What a check found: places in chains, triggers that are gone, and anchors that cannot be trusted."""

    cases: int = 0
    broken: list[Broken] = field(default_factory=list)
    missing_guards: list[str] = field(default_factory=list)
    bad_anchors: list[str] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        return [
            *(f"case {place.case_id}: event {place.case_number} {place.what}" for place in self.broken),
            *(f"the database's guard {name} is gone" for name in self.missing_guards),
            *self.bad_anchors,
        ]


async def check(tx: Transaction, *, folder: Path | None, secrets: Sequence[str]) -> Found:
    """Check chains and guards, and with `folder` everything against each anchor in it."""
    found = Found()
    found.cases, found.broken = await verify_everything(tx)
    found.missing_guards = await guards_missing(tx)
    previous: str | None = None
    for name, document in await asyncio.to_thread(_documents, folder):
        try:
            anchor = Anchor.read(document, secrets)
        except AnchorBroken as error:
            found.bad_anchors.append(f"{name}: {error}")
        else:
            if previous is not None and anchor.previous != digest(previous):
                found.bad_anchors.append(f"{name}: does not follow the anchor before it; one was removed or replaced")
            known = {(place.case_id, place.case_number) for place in found.broken}
            found.broken += [
                place for place in await compare(tx, anchor) if (place.case_id, place.case_number) not in known
            ]
        previous = document
    return found


async def lay_down(tx: Transaction, *, folder: Path, secrets: Sequence[str]) -> Path:
    """Write an anchor of now into `folder`. It never overwrites one."""
    documents = await asyncio.to_thread(_documents, folder)
    document = await make_anchor(tx, secret=secrets[0], previous=documents[-1][1] if documents else None)
    path = folder / f"anchor-{tx.clock.now():%Y%m%dT%H%M%S%fZ}.json"
    await asyncio.to_thread(_write, path, document)
    return path


async def unchecked(tx: Transaction, limit: int) -> Sequence[int]:
    """Today, as long as nobody has checked."""
    today = tx.clock.now().toordinal()
    return [] if await tx.get(AuditCheck, today) else [today]


async def check_day(services: Services, day: int) -> None:
    """The day's check and, where a folder is set, its anchor. Whoever inserts the day's row first has done it."""
    folder, secrets = services.settings.anchor_folder, services.settings.anchor_secrets
    async with services.db.reading() as tx:
        found = await check(tx, folder=folder, secrets=secrets)
        if folder is not None and not found.sentences:  # a broken log is not sealed anew
            await lay_down(tx, folder=folder, secrets=secrets)
    async with services.db.transaction() as tx:
        broken = found.sentences
        mine = await insert_once(
            tx, AuditCheck, day=day, at=tx.clock.now(), cases=found.cases, broken=broken, anchored=folder is not None
        )
        if mine is not None and broken:
            await _tell(tx, day, len(broken))
    if found.sentences:
        log.error("the event log does not hold", places=len(found.sentences), first=found.sentences[0])


async def latest_check(tx: Transaction) -> AuditCheck | None:
    return await tx.scalar(select(AuditCheck).order_by(AuditCheck.day.desc()).limit(1))


async def _tell(tx: Transaction, day: int, places: int) -> None:
    for role in TOLD:
        await schedule(
            tx, key=f"audit_broken:{day}:{role}", kind="audit_broken", audience=role, at=tx.clock.now(),
            data={"places": places},
        )  # fmt: skip


def _documents(folder: Path | None) -> list[tuple[str, str]]:
    """Name and content of every anchor, oldest first."""
    if folder is None or not folder.is_dir():
        return []
    return [(path.name, path.read_text("utf-8")) for path in sorted(folder.glob("anchor-*.json"))]


def _write(path: Path, document: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(document)
    path.chmod(0o400)
