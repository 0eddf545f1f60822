"""The page about a trial: figures for each language, the mistakes that are made most, and the curves thresholds are chosen on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.trials.pictures import chart
from bot.trials.scoring import (
    accuracy,
    calibration,
    calibration_error,
    confusions,
    label_scores,
    macro_f1,
    recognition,
    threshold_curve,
)

if TYPE_CHECKING:
    from bot.trials.examining import Answer

_LANGUAGES = {"en": "English", "fa": "Persian"}
_SIGNALS = ("safety", "vulnerable", "staff")
_MISTAKES = 15


def write_report(folder: Path, sets: dict[str, list[Answer]], settings: dict[str, Any]) -> Path:
    """Writes report.md and its pictures, and returns the page."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = ["# How well the assistant understands\n", "Made by `make exam` from the trained model.\n"]
    for name, answers in sets.items():
        if answers:
            parts += [f"## The {name} sentences\n", _overview(answers)]
    development, test = sets["development"], sets["test"]
    if test:
        parts += [
            "## Each label (test)\n",
            _label_table(test),
            "## Categories of complaints (test)\n",
            _categories(test),
        ]
        parts += ["## Signs (test)\n", _signals(test), "## What is mixed up most (test)\n", _mixed_up(test)]
    parts += ["## Thresholds\n", _thresholds(folder, development, settings)]
    parts += ["## Are confidences honest?\n", _calibration(folder, sets)]
    page = folder / "report.md"
    page.write_text("\n".join(parts), encoding="utf8")
    return page


def _overview(answers: Sequence[Answer]) -> str:
    rows = []
    for language, name in _LANGUAGES.items():
        pairs = [answer.labels for answer in answers if answer.language == language]
        if pairs:
            rows.append([name, len(pairs), f"{accuracy(pairs):.3f}", f"{macro_f1(pairs):.3f}"])
    return _table(["language", "sentences", "right", "macro F1"], rows)


def _label_table(answers: Sequence[Answer]) -> str:
    rows = []
    both = {
        language: {s.label: s for s in label_scores([a.labels for a in answers if a.language == language])}
        for language in _LANGUAGES
    }
    for label in sorted({label for scores in both.values() for label in scores}):
        row: list[Any] = [label]
        for scores in both.values():
            score = scores.get(label)
            row += [score.meant, f"{score.recall:.2f}", f"{score.precision:.2f}"] if score else ["", "", ""]
        rows.append(row)
    return _table(["label", "en", "recall", "precision", "fa", "recall", "precision"], rows)


def _categories(answers: Sequence[Answer]) -> str:
    rows = []
    for language, name in _LANGUAGES.items():
        pairs = [
            (a.row["category"], a.heard["category"]) for a in answers if a.language == language and a.row["category"]
        ]
        if pairs:
            worst = ", ".join(f"{score.label} {score.recall:.2f}" for score in label_scores(pairs))
            rows.append([name, len(pairs), f"{accuracy(pairs):.3f}", f"{macro_f1(pairs):.3f}", worst])
    return _table(["language", "complaints", "right", "macro F1", "recall of each"], rows)


def _signals(answers: Sequence[Answer]) -> str:
    rows = []
    for language, name in _LANGUAGES.items():
        for signal in _SIGNALS:
            found = recognition([(a.row[signal], a.heard[signal]) for a in answers if a.language == language])
            rows.append([name, signal, found.meant, f"{found.recall:.3f}", f"{found.precision:.3f}"])
    traps = [a.heard["safety"] for a in answers if a.row.get("trap")]
    text = _table(["language", "sign", "meant", "recall", "precision"], rows)
    return f"{text}\nOf {len(traps)} sentences that only sound like danger, {sum(traps)} raised the alarm.\n"


def _mixed_up(answers: Sequence[Answer]) -> str:
    found = confusions(answer.labels for answer in answers)[:_MISTAKES]
    return _table(["meant", "heard as", "times"], [[meant, heard, count] for (meant, heard), count in found])


def _thresholds(folder: Path, answers: Sequence[Answer], settings: dict[str, Any]) -> str:
    chosen = float(settings["sure_enough"])
    curve = threshold_curve([(a.confidence, a.first == a.row["label"]) for a in answers])
    picture = chart(
        "Answered, and right among those answered (development)",
        "sure_enough",
        {
            "answered": [(s.threshold, s.answered) for s in curve],
            "right": [(s.threshold, s.right) for s in curve],
        },
        mark=chosen,
    )
    (folder / "thresholds.svg").write_text(picture, encoding="utf8")
    at = min(curve, key=lambda step: abs(step.threshold - chosen))
    return (
        f"At `sure_enough` {chosen} the assistant answers {at.answered:.0%} and is right in {at.right:.0%} of those.\n\n"
        "![The curve](thresholds.svg)\n"
    )


def _calibration(folder: Path, sets: dict[str, list[Answer]]) -> str:
    lines = {}
    errors = []
    for name, answers in sets.items():
        sure = [(a.confidence, a.first == a.row["label"]) for a in answers]
        lines[name] = [(one.sure, one.right) for one in calibration(sure)]
        errors.append(f"{name}: {calibration_error(sure):.3f}")
    picture = chart("How sure, how often right", "confidence", lines | {"honest": [(0.0, 0.0), (1.0, 1.0)]})
    (folder / "calibration.svg").write_text(picture, encoding="utf8")
    return f"Average error of a confidence: {', '.join(errors)}.\n\n![The curve](calibration.svg)\n"


def _table(head: list[str], rows: list[list[Any]]) -> str:
    lines = ["| " + " | ".join(map(str, cells)) + " |" for cells in [head, ["---"] * len(head), *rows]]
    return "\n".join([*lines, ""])
