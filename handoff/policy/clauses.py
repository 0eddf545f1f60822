"""Which evidence speaks for which clause. Numbers are data, with their edition: another edition is another file."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.texts import Text


@dataclass(frozen=True)
class Clause:
    """`evidence` are names of what is counted, `check` of what must hold beside it."""

    code: str
    clauses: tuple[str, ...]
    asks: Text
    evidence: tuple[str, ...]
    check: str | None


@dataclass(frozen=True)
class Clauses:
    standard: str
    edition: str
    policy_read_share: float
    rows: Lookup[Clause]


def read_clauses(node: Node) -> Clauses:
    found = node.fields("version standard edition policy_read_share clauses")
    return Clauses(
        standard=found["standard"].string(),
        edition=found["edition"].string(),
        policy_read_share=found["policy_read_share"].whole(1, 100) / 100,
        rows=Lookup((code, _clause(code, entry)) for code, entry in found["clauses"].entries()),
    )


def _clause(code: str, node: Node) -> Clause:
    found = node.fields("clauses evidence asks", "check")
    evidence = found["evidence"].strings()
    if not evidence:
        raise node.broken("names no evidence")
    return Clause(
        code=code,
        clauses=found["clauses"].strings(),
        asks=found["asks"].text(),
        evidence=evidence,
        check=found["check"].string() if "check" in found else None,
    )
