"""How often something may be asked: token buckets, in memory, one for each asker.

Each process counts for itself, which is enough against guessing and floods; an installation that needs one count for all
processes puts another `Limits` here.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from handoff.clock import Clock
from handoff.errors import TooMany

REMEMBERED = 50_000  # buckets; the longest unused goes first


@dataclass(frozen=True)
class Rate:
    """At most `burst` at once; after that `per_minute` a minute."""

    burst: int
    per_minute: float


RATES = {
    "sign_in": Rate(10, 5),  # wrong or right, by account
    "sign_in_from": Rate(60, 60),  # by network address: a whole office may sit behind one
    "track": Rate(6, 2),  # by case number
    "track_from": Rate(20, 6),  # by network address
    "open_talk": Rate(60, 60),  # new customers, by network address
    "post": Rate(100, 600),  # messages, by conversation
    "typing": Rate(20, 120),  # by conversation
    "upload": Rate(20, 20),  # files, by conversation or form
    "complain": Rate(30, 10),  # forms, by network address
    "survey": Rate(60, 30),  # by network address
    "page": Rate(600, 1200),  # everything else, by session or network address
}


class Limits:
    """Counts against `RATES`. `clock` says how much time has passed."""

    def __init__(self, clock: Clock, rates: dict[str, Rate] | None = None) -> None:
        self._clock = clock
        self._rates = rates or RATES
        self._left: OrderedDict[tuple[str, str], tuple[float, datetime]] = OrderedDict()

    def take(self, name: str, asker: str) -> None:
        """Count one. Raises `TooMany`, which says in how many seconds the next one is possible."""
        rate, key, now = self._rates[name], (name, asker), self._clock.now()
        left, since = self._left.get(key, (float(rate.burst), now))
        left = min(rate.burst, left + (now - since).total_seconds() * rate.per_minute / 60)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, now)
        self._left.move_to_end(key)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        if not allowed:
            raise TooMany(retry_after=math.ceil((1 - left) * 60 / rate.per_minute))
