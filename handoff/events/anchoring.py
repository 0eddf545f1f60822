"""Keep the heads of all chains outside the database, signed: what a chain alone cannot show, a roll-back or a rewritten whole,
shows against them.

An anchor is a document of JSON: when it was made, for each case how many events it had and the hash of the last one, the
SHA-256 of the anchor before, and a signature (HMAC-SHA256) by a key that is not in the database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select, tuple_

from handoff.db import Transaction
from handoff.events.chain import Broken
from handoff.events.log import EventRow
from handoff.events.numbering import Stream, write_places

VERSION = 1


class AnchorBroken(Exception):
    """The anchor itself cannot be trusted: altered, signed with another key, or not one at all."""


@dataclass(frozen=True)
class Anchor:
    at: datetime
    previous: str | None  # SHA-256 of the document before
    heads: dict[int, tuple[int, str]]  # case -> number and hash of its last event

    @classmethod
    def read(cls, document: str, secrets: Sequence[str]) -> Anchor:
        """The anchor in `document`. Raises `AnchorBroken`."""
        try:
            content = json.loads(document)
            signature = content.pop("signature")
            if not any(hmac.compare_digest(signature, _signature(content, secret)) for secret in secrets):
                raise AnchorBroken("its signature is wrong: it was altered, or signed with another key")
            heads = {int(case): (int(last), str(head)) for case, (last, head) in content["heads"].items()}
            return cls(datetime.fromisoformat(content["at"]), content["previous"], heads)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise AnchorBroken("it is not an anchor") from error


async def make_anchor(tx: Transaction, *, secret: str, previous: str | None) -> str:
    """A signed document of all heads as they are now. `previous` is the document before."""
    await write_places(tx)
    rows = await tx.execute(
        select(Stream.name, Stream.last, Stream.head).where(Stream.name.like("case:%"), Stream.head.is_not(None))
    )
    heads = {name.removeprefix("case:"): [last, head] for name, last, head in rows.tuples()}
    content = {
        "version": VERSION,
        "at": tx.clock.now().isoformat(),
        "previous": digest(previous) if previous else None,
        "heads": dict(sorted(heads.items(), key=lambda pair: int(pair[0]))),
    }
    return json.dumps({**content, "signature": _signature(content, secret)}, indent=0, ensure_ascii=False) + "\n"


async def compare(tx: Transaction, heads: Mapping[int, tuple[int, str]]) -> list[Broken]:
    """Where the log no longer holds what it held when an anchor with these heads was made: rolled back, rewritten, or gone."""
    broken = []
    wanted = sorted(heads)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        ends = tuple_(EventRow.case_id, EventRow.case_number).in_([(case_id, heads[case_id][0]) for case_id in part])
        rows = await tx.execute(select(EventRow.case_id, EventRow.case_number, EventRow.hash).where(ends))
        known = {(case_id, number): digest for case_id, number, digest in rows.tuples()}
        for case_id in part:
            number, head = heads[case_id]
            if (case_id, number) not in known:
                broken.append(Broken(case_id, number, "was there when the anchor was made and is gone"))
            elif known[case_id, number] != head:
                broken.append(Broken(case_id, number, "is another one than when the anchor was made"))
    return broken


def digest(document: str) -> str:
    """The SHA-256 by which the next anchor names this one."""
    return hashlib.sha256(document.encode()).hexdigest()


def _signature(content: dict[str, Any], secret: str) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(_key(secret), canonical.encode(), hashlib.sha256).hexdigest()


def _key(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"pasokh anchors 1").derive(secret.strip().encode())
