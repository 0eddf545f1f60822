"""The statistical heart: linear classifiers over the features of a text, with honest confidences and a small footprint.

A text's length is only half divided away on purpose (`evenness`): a long message to a complaints desk is nearly always a story.
Beside the features stand the figures of what the words mean (meanings.py), for words that no example has. Where labels belong to
kinds, the kinds are learned too, from more examples each, and a label is as likely as both say: few examples tell a late parcel
from a lost one, many tell that it is about a parcel.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

from bot.components.features import WORD, Weighing, learn_weighing, read, read_all
from bot.components.linear import Linear, fit
from bot.components.meanings import meaning


class Model:
    """`classes` are the labels in the order of the chances; `kind_of` gives for each its place among the kinds' labels."""

    def __init__(self, weighing: Weighing, labels: Linear, kinds: Linear | None = None, kind_of: Any = None) -> None:
        self._weighing, self._labels, self._kinds, self._kind_of = weighing, labels, kinds, kind_of
        self.classes = labels.classes

    def confidences(self, text: str) -> list[tuple[str, float]]:
        """All labels, surest first."""
        chances = self.chances(text)
        return [(self.classes[place], float(chances[place])) for place in np.argsort(-chances, kind="stable")]

    def knows_a_word(self, text: str) -> bool:
        """Whether any whole word of the text was in the training data."""
        return any(name[0] == WORD and name in self._weighing.place for name in read(text, hinted=False))

    def chances(self, text: str) -> Any:
        """The confidences in the order of `classes`."""
        places, weights = self._weighing.weigh(read(text))
        seen = places, np.asarray(weights, dtype=np.float32), meaning(text)
        chances = self._labels.chances(*seen)
        if self._kinds is None:
            return chances
        else:
            both = chances * self._kinds.chances(*seen)[self._kind_of]
            return both / both.sum()


def train(
    texts: list[str],
    labels: list[str],
    *,
    strength: float,
    evenness: float = 0.6,
    sign_weight: float = 0.5,
    meaning_weight: float = 1.0,
    seen: int = 2,
    even_classes: float = 1.0,
    kind: Callable[[str], str] | None = None,
    worth: list[float] | None = None,
) -> Model:
    """`worth` is how much each text counts; without it all count the same. `strength` is the inverse of the
    regularisation. The smaller `evenness`, the more the features weigh, and the more `meaning_weight` must be to be heard.
    `kind` tells the kind of a label, where labels have kinds."""
    weighing, rows = _draw(tuple(texts), seen, evenness, sign_weight, meaning_weight)
    counted = np.ones(len(texts)) if worth is None else np.array(worth)

    def learn(names: list[str]) -> Linear:
        return fit(
            rows,
            names,
            counted,
            words=len(weighing.place),
            meaning_weight=meaning_weight,
            strength=strength,
            evening=even_classes,
        )

    if kind is None:
        return Model(weighing, learn(labels))
    else:
        fine, coarse = learn(labels), learn([kind(label) for label in labels])
        return Model(weighing, fine, coarse, [coarse.classes.index(kind(label)) for label in fine.classes])


@lru_cache(maxsize=1)  # the models of three signs learn from the same examples, one after the other
def _draw(
    texts: tuple[str, ...], seen: int, evenness: float, sign_weight: float, meaning_weight: float
) -> tuple[Weighing, csr_matrix]:
    """How features weigh among `texts`, and a row for each text: its features, then its figures."""
    counts = read_all(list(texts))
    weighing = learn_weighing(counts, seen=seen, evenness=evenness, sign_weight=sign_weight)
    meant = csr_matrix(meaning_weight * np.stack([meaning(text) for text in texts]))
    return weighing, hstack([weighing.matrix(counts), meant], format="csr")
