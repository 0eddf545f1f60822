"""What differs from copy to copy, while one is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from handoff.sealing import Sealer

HEX = re.compile(r"[0-9a-f]{16,}")


@dataclass(kw_only=True)
class Cast:
    """One copy. `later`: by how much it happened later than its mould (most happened earlier). `ids`: mould's to copy's."""

    sealer: Sealer
    later: timedelta
    ids: dict[int, int]
    texts: dict[str, str]
    keys: dict[str, tuple[str, bytes]]  # "case" and "conversation": owner and opened key
    email_print: str
    prints: Sequence[str]  # of what is told of the complainant, see handoff.cases.prints
    idempotency_key: str
    survey_items: Sequence[str]
    score: Callable[[], int | None]
    made: dict[str, str] = field(default_factory=dict)

    def seal(self, kind: str, text: str) -> bytes:
        owner, key = self.keys[kind]
        return self.sealer.seal(key, text, owner)

    def unlike(self, value: str) -> str:
        """Something of the same kind that no other copy has: hashes and random names get other digits."""
        other = sha256(f"{self.idempotency_key} {value}".encode()).hexdigest()
        changed, count = HEX.subn(lambda found: (other * 2)[: len(found[0])], value)
        return changed if count else f"{value}~{self.idempotency_key}"

    def scores(self) -> dict[str, int | None]:
        return {code: self.score() for code in self.survey_items}
