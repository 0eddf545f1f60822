"""Words that somebody has to write: present, not too long, sealed."""

from __future__ import annotations

from handoff.cases.models import Case
from handoff.db import Transaction, keys
from handoff.errors import Invalid

LONGEST = 20_000  # characters


async def sealed(tx: Transaction, case: Case, text: str | None, *, need: str | None = None) -> bytes | None:
    """The text under the case's seal; None for an empty one. Raises `Invalid`, saying `need`, when it has to be there."""
    clean = (text or "").strip()
    if len(clean) > LONGEST:
        raise Invalid("A text may have up to {longest} characters.", code="text_long", longest=LONGEST)
    elif not clean and need is not None:
        raise Invalid(need, code="text_missing")
    return await keys.seal(tx, case.key_owner, clean) if clean else None
