"""Put together what speaks for each clause. The words are: present, partial, none; nothing stronger is ever said."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from handoff.db import Transaction
from handoff.insights.evidence.checking import CHECKS
from handoff.insights.evidence.counting import EVIDENCE
from handoff.policy.clauses import Clause

PRESENT, PARTIAL, NONE = "present", "partial", "none"


@dataclass(frozen=True)
class Evidence:
    """`counts` are what was counted, by name. `holds`: what the check said; None when there was nothing to check."""

    clause: Clause
    counts: tuple[tuple[str, int], ...]
    holds: bool | None

    @property
    def status(self) -> str:
        found = [count for _, count in self.counts if count]
        if not found:
            return NONE
        elif len(found) == len(self.counts) and self.holds is not False:
            return PRESENT
        else:
            return PARTIAL


async def gather(tx: Transaction) -> list[Evidence]:
    return [await gather_one(tx, clause) for clause in tx.policy.clauses.rows.values()]


async def gather_one(tx: Transaction, clause: Clause) -> Evidence:
    """A name that the code does not know counts as nothing, and an unknown check does not hold."""
    counts = tuple([(name, await EVIDENCE[name](tx) if name in EVIDENCE else 0) for name in clause.evidence])
    holds: bool | None = None
    if clause.check is not None:
        holds = await CHECKS[clause.check](tx) if clause.check in CHECKS else False
    return Evidence(clause, counts, holds)


def to_csv(rows: Sequence[Evidence], *, at: str) -> tuple[bytes, str]:
    """A table for those who compute further, and the SHA-256 over it."""
    into = io.StringIO()
    writer = csv.writer(into)
    writer.writerow(["clauses", "status", "evidence", "count", "check", "holds", "as of"])
    for row in rows:
        for name, count in row.counts:
            holds = "" if row.holds is None else str(row.holds).lower()
            writer.writerow([" ".join(row.clause.clauses), row.status, name, count, row.clause.check or "", holds, at])
    content = into.getvalue().encode()
    return content, sha256(content).hexdigest()
