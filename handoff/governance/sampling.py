"""Draw cases so that anybody can draw the same again, and nobody can choose them. Each group gives its part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256


def draw(members: Mapping[str, str], *, size: int, seed: str) -> dict[str, str]:
    """Up to `size` of the members (name -> stratum), with their strata: at least one of each stratum, then by its share.

    The order within a stratum follows from the seed and the name alone.
    """
    strata: dict[str, list[str]] = defaultdict(list)
    for name, stratum in members.items():
        strata[stratum].append(name)
    for names in strata.values():
        names.sort(key=lambda name: _place(seed, name))
    parts = _parts({stratum: len(names) for stratum, names in strata.items()}, size, seed)
    return {name: stratum for stratum, names in sorted(strata.items()) for name in names[: parts[stratum]]}


def _parts(sizes: Mapping[str, int], size: int, seed: str) -> dict[str, int]:
    """How many of each stratum: one each as far as that goes (in the order of the seed), the rest by largest remainder."""
    total = sum(sizes.values())
    size = min(size, total)
    order = sorted(sizes, key=lambda stratum: _place(seed, stratum))
    parts = {stratum: 1 if place < size else 0 for place, stratum in enumerate(order)}
    while sum(parts.values()) < size:
        parts[_neediest(order, sizes, parts, size / total)] += 1
    return parts


def _neediest(order: Iterable[str], sizes: Mapping[str, int], parts: Mapping[str, int], share: float) -> str:
    able = [stratum for stratum in order if parts[stratum] < sizes[stratum]]
    return max(able, key=lambda stratum: sizes[stratum] * share - parts[stratum])


def _place(seed: str, name: str) -> str:
    return sha256(f"{seed} {name}".encode()).hexdigest()
