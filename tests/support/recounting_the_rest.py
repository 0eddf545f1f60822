"""The measures that concern groups, actions and colleagues, once more by other means: see `recounting`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from handoff.insights.measures.figures import Figure

if TYPE_CHECKING:
    from tests.support.recounting import Recount

LEAST = 30  # smaller groups are not told
UPHELD = {"upheld", "partly_upheld"}
Row = dict[str, Any]


def rest_of(figures: Any, again: Recount) -> dict[str, tuple[Any, Any]]:
    """What the product counted and what is counted here, by measure."""
    worked, ideas, read = figures["M15"], *figures["M19"].lines
    return {
        "M15": ((worked.hits, worked.n, _counts(worked)), actions_that_worked(again)),
        "M17": ({line.code: (line.n, line.value) for line in figures["M17"].lines}, alike(again)),
        "M19": ((ideas.n, read.hits or 0, read.n), colleagues(again)),
        "M20": (_counts(figures["M20"]), improvements(again)),
    }


def actions_that_worked(again: Recount) -> tuple[int, int, dict[str, int]]:
    """Effective, of so many that were checked; beside it the results, and the open and late ones as of now."""
    results: dict[str, int] = defaultdict(int)
    is_open = is_late = 0
    for action in again.rows["actions"]:
        if again.inside(action["checked_at"]):
            results[action["result"]] += 1
        if action["closed_at"] is None:
            is_open += 1
            steps = [step for step in again.rows["action_steps"] if step["action_id"] == action["id"]]
            is_late += any(step["done_at"] is None and step["due_at"] < again.now for step in steps)
    beside = {"open": is_open, "late": is_late, **{code: n for code, n in results.items() if code}}
    return results.get("effective", 0), sum(results.values()), beside


def improvements(again: Recount) -> dict[str, int]:
    """Closed as effective in the period, by where they came from: a case or a signal."""
    counted: dict[str, int] = defaultdict(int)
    for action in again.rows["actions"]:
        if action["state"] == "closed_effective" and again.inside(action["closed_at"]):
            counted[action["source"]] += action["source"] in ("case", "signal")
    return {source: n for source, n in counted.items() if n}


def colleagues(again: Recount) -> tuple[int, int, int]:
    """Ideas of the period; and of the active colleagues, how many have read the newest policy."""
    ideas = sum(again.inside(row["at"]) for row in again.rows["suggestions"])
    newest = max(again.rows["policy_statements"], key=lambda row: row["version"], default=None)
    if newest is None:
        return ideas, 0, 0
    active = {row["id"] for row in again.rows["agents"] if row["active"]}
    read = {row["agent_id"] for row in again.rows["policy_reads"] if row["statement_id"] == newest["id"]}
    return ideas, len(read & active), len(active)


def alike(again: Recount) -> dict[str, tuple[int, float | None]]:
    """For each group of at least thirty: median days to the answer, upheld share and content share, each with its n."""
    found: dict[str, tuple[int, float | None]] = {}
    for member, belongs in _groups(again).items():
        cases = [case for case in again.received() if belongs(case)]
        if len(cases) < LEAST:
            continue
        outcomes = [again.outcome(case["id"]) for case in cases]
        upheld = [outcome in UPHELD for outcome in outcomes if outcome is not None]
        content = [
            survey["answers"]["Q1"] >= 4
            for case in again.rows["cases"] if belongs(case)
            for survey in again.of["surveys"][case["id"]]
            if again.inside(survey["first_answer_at"]) and survey["answers"].get("Q1") is not None
        ]  # fmt: skip
        found[f"{member}:days"] = len(cases), when_left([_until_answer(again, case) for case in cases], 0.5)
        found[f"{member}:upheld"] = len(upheld), _share(upheld)
        found[f"{member}:content"] = len(content), _share(content)
    return found


def when_left(lives: Sequence[tuple[int, bool]], share: float) -> int | None:
    """The first day on which no more than this share is still open, by the product of the chances to stay open."""
    still = 1.0
    for day in sorted({days for days, _ in lives}):
        at_risk = sum(days >= day for days, _ in lives)
        ended = sum(days == day and end for days, end in lives)
        still *= 1 - ended / at_risk
        if ended and still <= share + 1e-12:
            return day
    return None


def _groups(again: Recount) -> dict[str, Callable[[Row], bool]]:
    found: dict[str, Callable[[Row], bool]] = {
        "vulnerable:yes": lambda case: "vulnerable" in case["flags"],
        "vulnerable:no": lambda case: "vulnerable" not in case["flags"],
    }
    for column in ("channel", "language"):
        for value in {case[column] for case in again.rows["cases"]}:
            found[f"{column}:{value}"] = lambda case, column=column, value=value: case[column] == value  # type: ignore[misc]
    return found


def _until_answer(again: Recount, case: Row) -> tuple[int, bool]:
    """Days to the first answer; else days until it closed, or until now, without one."""
    received = again.day(case["received_at"])
    sent = [row["sent_at"] for row in again.of["answers"][case["id"]] if row["sent_at"] is not None]
    if sent:
        return (again.day(sent[0]) - received).days, True
    return (again.day(case["closed_at"] or again.now) - received).days, False


def _share(told: Sequence[bool]) -> float | None:
    return sum(told) / len(told) if told else None


def _counts(figure: Figure) -> dict[str, int]:
    return {line.code: line.n for line in figure.lines}
