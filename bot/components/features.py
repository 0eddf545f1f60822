"""A text as weighted features: its words and pairs of words, its pieces of up to five letters, and the rules' signs.

Written out here because one message at a time is read: the vectorisers of scikit-learn spend most of a millisecond on building
matrices for a single row, and this takes a fraction of that.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from actions.parsing.letters import plain
from bot.components.signs import signs

_WORD = re.compile(r"[^\W_][\w']*|[?!]")
_FIGURES = re.compile(r"\d+")
LONGEST = 2000  # characters; whoever writes more has said what it is about by then
_PIECES = range(1, 6)
WORD = "_"  # before a whole word, and
SIGN = "="  # before the name of a sign, so that it meets no piece of text


@lru_cache(maxsize=8)  # three models read the same message; not more, since these are customers' words
def read(text: str, hinted: bool = True) -> Counter[str]:
    """How often each feature occurs. `hinted` adds the signs."""
    words = _FIGURES.sub("0", plain(text[:LONGEST]))
    found: Counter[str] = Counter()
    tokens = _WORD.findall(words)
    found.update(WORD + token for token in tokens)
    found.update(f"{WORD}{one} {other}" for one, other in pairwise(tokens))
    for word in words.split():
        padded = f" {word} "
        for length in _PIECES:
            if length >= len(padded):
                found[padded] += 1
                break
            found.update(padded[start : start + length] for start in range(len(padded) - length + 1))
    if hinted:
        found.update(SIGN + sign for sign in signs(text[:LONGEST]))
    return found


def read_all(texts: list[str]) -> list[Counter[str]]:
    """For training, where several models read the same examples one after the other: each is read once."""
    for text in texts:
        if text not in _examples:
            _examples[text] = read(text)
    return [_examples[text] for text in texts]


_examples: dict[str, Counter[str]] = {}


class Weighing:
    """Which features count, and how much. `evenness` divides by that power of a text's length: at 0 a long message gathers more
    evidence than a short one, at 1 both weigh the same. Signs are not divided."""

    def __init__(self, place: dict[str, int], rarity: Any, *, evenness: float, sign_weight: float) -> None:
        self.place, self.rarity, self.evenness, self.sign_weight = place, rarity, evenness, sign_weight

    def weigh(self, counts: Counter[str]) -> tuple[list[int], list[float]]:
        """Places and weights of a text's features."""
        places, weights, signs_at = [], [], []
        length = 0.0
        for feature, count in counts.items():
            place = self.place.get(feature)
            if place is None:
                continue
            if feature[0] == SIGN:
                signs_at.append(place)
            else:
                weight = (1.0 + log(count)) * self.rarity[place]
                length += weight * weight
                places.append(place)
                weights.append(weight)
        scale = 1.0 / sqrt(length) ** self.evenness if length else 1.0
        return places + signs_at, [weight * scale for weight in weights] + [self.sign_weight] * len(signs_at)

    def matrix(self, texts: list[Counter[str]]) -> csr_matrix:
        rows = [self.weigh(counts) for counts in texts]
        ends = np.cumsum([0, *(len(places) for places, _ in rows)])
        places = np.concatenate([np.array(places, dtype=np.int32) for places, _ in rows])
        weights = np.concatenate([np.array(weights, dtype=np.float32) for _, weights in rows])
        return csr_matrix((weights, places, ends), shape=(len(rows), len(self.place)))


def learn_weighing(texts: list[Counter[str]], *, seen: int, evenness: float, sign_weight: float) -> Weighing:
    """Features found in at least `seen` texts; whole words and signs need only one."""
    often: Counter[str] = Counter()
    for counts in texts:
        often.update(counts.keys())
    kept = sorted(name for name, count in often.items() if count >= seen or name[0] == SIGN)
    rarity = [1.0 + log((1 + len(texts)) / (1 + often[name])) for name in kept]
    return Weighing(
        {name: index for index, name in enumerate(kept)}, rarity, evenness=evenness, sign_weight=sign_weight
    )
