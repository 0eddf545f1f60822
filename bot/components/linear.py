"""Linear scores as chances: one classifier's weights, small enough to be kept and honest enough to be believed.

Softmax over the scores is sharpened or flattened by one temperature, fitted on examples held out, so that "0.8" is right
about eight times in ten. The weights are kept in eight bits each: a quarter of the size, and no answer that a test could tell.
A label may have parts, "complaint/delivery" and "complaint/price": each is learned by itself, and they are told as one, with the
sum of their chances. One straight line hardly parts everything that can go wrong from everything else; a line for each kind does.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

PART = "/"


class Linear:
    """`classes` are the labels, without their parts, in the order of the chances."""

    def __init__(self, classifier: LinearSVC, words: int, meaning_weight: float, temperature: float) -> None:
        """The first `words` rows of the weights are the features', the rest the figures' for meaning."""
        self.classes, self._whole = _wholes(classifier.classes_)
        weights, bias = _both_rows(classifier)
        weights, meant = np.split(weights, [words])
        self.temperature, self._bias, self._meant = temperature, bias, meant * np.float32(meaning_weight)
        self._unit = np.abs(weights).max(axis=0) / 127 + 1e-12
        self._weights = np.round(weights / self._unit).astype(np.int8)

    def chances(self, places: list[int], weights: Any, meant: Any) -> Any:
        drawn = weights @ self._weights[places] if places else 0.0
        scores = drawn * self._unit + meant @ self._meant + self._bias
        return _softmax(scores[None, :].astype(np.float64), self.temperature)[0] @ self._whole


def fit(
    rows: Any, labels: list[str], counted: Any, *, words: int, meaning_weight: float, strength: float, evening: float
) -> Linear:
    """`counted` is how much each row counts. A linear SVM: as good as logistic regression here in a quarter
    of its time. `evening` makes up for how often a label is met: 0 not at all, 1 wholly."""
    names = np.array(labels)

    def learn(rows: Any, names: Any, counted: Any) -> LinearSVC:
        often = Counter(names)
        worth = {name: (len(names) / len(often) / count) ** evening for name, count in often.items()}
        return LinearSVC(C=strength, class_weight=worth, tol=1e-2, random_state=7).fit(rows, names, counted)

    with ThreadPoolExecutor(1) as beside:  # a fit lets go of Python's lock: both run at once
        classifier = beside.submit(learn, rows, names, counted)
        temperature = _fit_temperature(rows, names, counted, learn)
        return Linear(classifier.result(), words, meaning_weight, temperature)


def _fit_temperature(rows: Any, names: Any, counted: Any, learn: Any) -> float:
    """The temperature under which held-out labels are likeliest. Labels too small to halve are left out of it."""
    kinds, counts = np.unique(names, return_counts=True)
    big = np.flatnonzero(np.isin(names, kinds[counts >= 2]))
    if len(np.unique(names[big])) < 2 or len(big) < 20:
        return 1.0
    half, other = train_test_split(big, test_size=0.5, random_state=7, stratify=names[big])
    fitted = learn(rows[half], names[half], counted[half])
    classes, whole = _wholes(fitted.classes_)
    weights, bias = _both_rows(fitted)
    scores = rows[other] @ weights + bias
    truth = np.array([classes.index(name.split(PART)[0]) for name in names[other]])

    def surprise(temperature: float) -> float:
        chances = (_softmax(scores, temperature) @ whole)[np.arange(len(truth)), truth]
        return float(-np.mean(np.log(chances + 1e-12)))

    return float(minimize_scalar(surprise, bounds=(0.05, 5.0), method="bounded").x)


def _wholes(names: Any) -> tuple[list[str], Any]:
    """The labels without their parts, and a matrix that sums up what belongs to each."""
    labels = [str(name).split(PART)[0] for name in names]
    classes = sorted(set(labels))
    return classes, np.array([[float(label == whole) for whole in classes] for label in labels])


def _both_rows(classifier: LinearSVC) -> tuple[Any, Any]:
    """Weights and bias with a column for each label; of two labels scikit-learn keeps one column between them."""
    weights, bias = classifier.coef_.T.astype(np.float32), classifier.intercept_.astype(np.float32)
    if weights.shape[1] == 1:
        weights, bias = np.hstack([-weights, weights]), np.hstack([-bias, bias])
    return weights, bias


def _softmax(scores: Any, temperature: float) -> Any:
    scaled = scores / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
