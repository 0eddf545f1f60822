"""Sealed words by name: kept together under one key, changed one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping

from handoff.db import Transaction, keys
from handoff.errors import Invalid

LONGEST = 4000  # characters of one text


async def seal_words(
    tx: Transaction, owner: str, before: bytes | None, words: Mapping[str, str | None]
) -> bytes | None:
    """`before` with these words in it; an empty text takes a word away, None leaves it as it was."""
    kept = await unseal_words(tx, owner, before)
    for name, text in words.items():
        if text is None:
            continue
        if len(text) > LONGEST:
            raise Invalid("A text may have up to {longest} characters.", code="text_long", longest=LONGEST)
        elif text.strip():
            kept[name] = text.strip()
        else:
            kept.pop(name, None)
    return await keys.seal(tx, owner, json.dumps(kept, ensure_ascii=False, sort_keys=True)) if kept else None


async def unseal_words(tx: Transaction, owner: str, blob: bytes | None) -> dict[str, str]:
    """The words by name. Raises `Erased` when their key was destroyed."""
    text = await keys.unseal(tx, owner, blob)
    words: dict[str, str] = json.loads(text) if text else {}
    return words
