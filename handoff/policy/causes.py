"""Why it happened, as far as the examination found out."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.policy.durations import Duration
from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.texts import Text


@dataclass(frozen=True)
class Cause:
    """``needs_partner``: one of these belongs beside it, or a reason why not. ``allowed_for``: how long it may stand."""

    code: str
    name: Text
    example: Text | None
    needs_partner: tuple[str, ...]
    allowed_for: Duration | None


def read_causes(node: Node) -> Lookup[Cause]:
    entries = node.fields("version causes")["causes"].entries()
    codes = [code for code, _ in entries]
    return Lookup((code, _cause(code, entry, codes)) for code, entry in entries)


def _cause(code: str, node: Node, codes: list[str]) -> Cause:
    found = node.fields("en fa", "example needs_partner allowed_for")
    return Cause(
        code=code,
        name=node.text_of(found["en"], found["fa"]),
        example=found["example"].text() if "example" in found else None,
        needs_partner=found["needs_partner"].choices(codes) if "needs_partner" in found else (),
        allowed_for=found["allowed_for"].duration() if "allowed_for" in found else None,
    )
