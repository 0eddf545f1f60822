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
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base, Transaction, change, insert_once
from handoff.events import Broken, verify_everything
from handoff.events.anchoring import Anchor, AnchorBroken, compare, digest, make_anchor
from handoff.events.chain import Part, verify_some
from handoff.events.guarding import guards_missing
from handoff.follow_ups.scheduling import schedule

if TYPE_CHECKING:
    from handoff.app import Services

TOLD = ("privacy_officer", "management_rep")
PARTS = 4  # looks at chains in one tick: some thousand events, a fraction of a second

log = structlog.get_logger()


class AuditRound(Base):
    """A day's check under way: up to which case it has come, and what it has found. Gone when the check is done."""

    __tablename__ = "audit_rounds"

    day: Mapped[int] = mapped_column(primary_key=True)
    after: Mapped[int]
    cases: Mapped[int]
    broken: Mapped[list[Any]]  # case, number of the event, and what is wrong


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
    await _check_around(tx, found, folder=folder, secrets=secrets)
    return found


async def _check_around(tx: Transaction, found: Found, *, folder: Path | None, secrets: Sequence[str]) -> None:
    """Guards and anchors. A head that stands in many anchors, as that of a closed case does, is looked up once."""
    found.missing_guards = await guards_missing(tx)
    previous: str | None = None
    compared: set[tuple[int, tuple[int, str]]] = set()
    for name, document in await asyncio.to_thread(_documents, folder):
        try:
            anchor = Anchor.read(document, secrets)
        except AnchorBroken as error:
            found.bad_anchors.append(f"{name}: {error}")
        else:
            if previous is not None and anchor.previous != digest(previous):
                found.bad_anchors.append(f"{name}: does not follow the anchor before it; one was removed or replaced")
            known = {(place.case_id, place.case_number) for place in found.broken}
            heads = dict(anchor.heads.items() - compared)
            compared |= heads.items()
            found.broken += [
                place for place in await compare(tx, heads) if (place.case_id, place.case_number) not in known
            ]
        previous = document


async def lay_down(tx: Transaction, *, folder: Path, secrets: Sequence[str]) -> Path:
    """Write an anchor of now into `folder`. It never overwrites one."""
    documents = await asyncio.to_thread(_documents, folder)
    document = await make_anchor(tx, secret=secrets[0], previous=documents[-1][1] if documents else None)
    path = folder / f"anchor-{tx.clock.now():%Y%m%dT%H%M%S%fZ}.json"
    await asyncio.to_thread(_write, path, document)
    return path


async def unchecked(tx: Transaction, limit: int) -> Sequence[int]:
    """Today, as long as its check is not done."""
    today = tx.clock.now().toordinal()
    return [] if await tx.get(AuditCheck, today) else [today]


async def check_day(services: Services, day: int) -> None:
    """The day's check, a piece of it in each tick so that nobody who shares the worker waits for all of it.

    A small desk is through in one. Two workers may be at it: a piece counts once, and whoever inserts the day's row has done it.
    """
    for _part in range(PARTS):
        async with services.db.reading() as tx:
            under_way = await tx.get(AuditRound, day)
            part = await verify_some(tx, after=under_way.after if under_way else 0)
        if part is None:
            await _conclude(services, day, under_way)
            return
        await _go_on(services, day, under_way, part)


async def _go_on(services: Services, day: int, before: AuditRound | None, part: Part) -> None:
    places = [[place.case_id, place.case_number, place.what] for place in part.broken]
    async with services.db.transaction() as tx:
        if before is None:
            await insert_once(tx, AuditRound, day=day, after=part.last, cases=part.cases, broken=places)
        else:
            here = (AuditRound.day == day, AuditRound.after == before.after)
            now = {"after": part.last, "cases": before.cases + part.cases, "broken": [*before.broken, *places]}
            await change(tx, update(AuditRound).where(*here).values(**now))


async def _conclude(services: Services, day: int, under_way: AuditRound | None) -> None:
    """Guards and anchors, and where a folder is set, the day's own anchor."""
    folder, secrets = services.settings.anchor_folder, services.settings.anchor_secrets
    found = Found()
    if under_way is not None:
        found.cases, found.broken = under_way.cases, [Broken(*place) for place in under_way.broken]
    async with services.db.reading() as tx:
        await _check_around(tx, found, folder=folder, secrets=secrets)
        if folder is not None and not found.sentences:  # a broken log is not sealed anew
            await lay_down(tx, folder=folder, secrets=secrets)
    async with services.db.transaction() as tx:
        broken = found.sentences
        mine = await insert_once(
            tx, AuditCheck, day=day, at=tx.clock.now(), cases=found.cases, broken=broken, anchored=folder is not None
        )
        await change(tx, delete(AuditRound).where(AuditRound.day <= day))
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
