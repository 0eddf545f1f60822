"""Gather evidence: what it shows, where it comes from, since when we have it, and for a file the hash of its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.examination.events import EvidenceGathered
from handoff.cases.models import Case, Issue
from handoff.cases.moving import Actor
from handoff.cases.records import Evidence
from handoff.cases.words import sealed
from handoff.db import Transaction
from handoff.errors import Invalid
from handoff.events import hold, record
from handoff.i18n import mark


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that is kept already: its number, and the SHA-256 of its content as hexadecimal."""

    id: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """`obtained_at`: when we got it. `sensitive`: only for those who work on the case."""

    kind: str
    words: str
    source: str
    obtained_at: datetime | None = None
    issue: Issue | None = None
    file: File | None = None
    sensitive: bool = False


async def gather(tx: Transaction, case: Case, found: Found, *, actor: Actor) -> Evidence:
    """Add to the evidence; nothing is ever taken out of it. Raises `Invalid` when it does not say what it shows or whence."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    assert actor.id is not None, "only people gather evidence"
    if found.kind not in tx.policy.investigation.evidence:
        raise Invalid("There is no kind of evidence {kind}.", code="evidence_unknown", kind=found.kind)
    elif found.obtained_at is not None and found.obtained_at > tx.clock.now():
        raise Invalid("This cannot have been obtained in the future.", code="evidence_future")
    elif found.issue is not None and found.issue.case_id != case.id:
        raise Invalid
    evidence = Evidence(
        case_id=case.id,
        issue_id=found.issue.id if found.issue else None,
        kind=found.kind,
        source=await sealed(tx, case, found.source, need=mark("Please say where this comes from.")),
        words=await sealed(tx, case, found.words, need=mark("Please say what this shows.")),
        obtained_at=found.obtained_at or tx.clock.now(),
        file_id=found.file.id if found.file else None,
        sha256=found.file.sha256 if found.file else None,
        sensitive=found.sensitive,
        by_id=actor.id,
        at=tx.clock.now(),
    )
    tx.add(evidence)
    await tx.flush()
    await record(
        tx,
        EvidenceGathered(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, evidence_id=evidence.id,
            kind=evidence.kind, sha256=evidence.sha256,
        ),
    )  # fmt: skip
    return evidence


async def evidence_of(tx: Transaction, case: Case) -> Sequence[Evidence]:
    return (await tx.scalars(select(Evidence).where(Evidence.case_id == case.id).order_by(Evidence.id))).all()
