"""The measures once more, by other means: plain rows of the tables, plain Python, nothing of the product's own arithmetic.

Whoever doubts a figure can read here how it comes about. `rows` are dictionaries of columns by table name, as
`read_rows` gives them. Kaplan and Meier is worked out case by case, shares by counting one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from handoff.db import Transaction
from handoff.insights.measures.figures import Figure
from tests.support.recounting_the_rest import rest_of, when_left

NAMES = ("cases", "issues", "parties", "assessments", "answers", "remedy_items", "deadlines", "surveys", "events")
ORGANISATION = ("actions", "action_steps", "suggestions", "policy_statements", "policy_reads", "agents")
SHARES = ("M03", "M04", "M06", "M07", "M08", "M09", "M10", "M11", "M12", "M14")
UPHELD = {"upheld", "partly_upheld"}
Row = dict[str, Any]


async def read_rows(tx: Transaction) -> dict[str, list[Row]]:
    """Every row that is counted from, through the tables' own types so that times are times."""
    from handoff.schema import metadata

    rows = {}
    for name in (*NAMES, *ORGANISATION):
        found = await tx.execute(metadata.tables[name].select().order_by(text("1")))
        rows[name] = [dict(row._mapping) for row in found]
    return rows


@dataclass
class Recount:
    """The figures of `start` to `last` (local days, both included), as of `now`."""

    rows: dict[str, list[Row]]
    start: date
    last: date
    now: datetime
    zone: ZoneInfo

    def __post_init__(self) -> None:
        self.of: dict[str, dict[int, list[Row]]] = {}
        for name in NAMES[1:]:
            grouped = defaultdict(list)
            for row in self.rows[name]:
                grouped[row["case_id"]].append(row)
            self.of[name] = grouped
        self.cases = [case for case in self.rows["cases"] if case["state"] != "merged"]

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def inside(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= self.day(moment) <= self.last

    def received(self) -> list[Row]:
        return [case for case in self.cases if self.inside(case["received_at"])]

    def m01(self) -> int:
        return len(self.received())

    def m02(self) -> dict[str, int]:
        counted: dict[str, int] = defaultdict(int)
        for case in self.rows["cases"]:
            if self.inside(case["received_at"]):
                for issue in self.of["issues"][case["id"]]:
                    counted[issue["topic"]] += 1
        return dict(counted)

    def m03(self) -> tuple[int, int]:
        return self.kept({"acknowledgement"})

    def m04(self) -> tuple[int, int]:
        return self.kept({"answer_target", "answer_hard"})

    def kept(self, kinds: set[str]) -> tuple[int, int]:
        hits = n = 0
        for promise in self.rows["deadlines"]:
            if promise["kind"] not in kinds or not self.inside(promise["due_at"]):
                continue
            if promise["met_at"] is not None or promise["missed_at"] is not None:
                n += 1
                hits += promise["met_at"] is not None and promise["missed_at"] is None
            elif promise["cancelled_at"] is None and promise["paused_at"] is None and promise["due_at"] < self.now:
                n += 1
        return hits, n

    def m05(self) -> tuple[float | None, float | None]:
        """Median and ninetieth percentile, by the product of the chances to stay open."""
        today, lives = self.day(self.now), []
        for case in self.received():
            received = self.day(case["received_at"])
            if case["closed_at"] is None:
                lives.append(((today - received).days, False))
            else:
                lives.append(((self.day(case["closed_at"]) - received).days, case["closure_reason"] != "withdrawn"))
        return when_left(lives, 0.5), when_left(lives, 0.1)

    def first_answers(self) -> list[tuple[Row, datetime]]:
        found = []
        for case in self.cases:
            sent = [row["sent_at"] for row in self.of["answers"][case["id"]] if row["sent_at"] is not None]
            if sent and self.inside(sent[0]):
                found.append((case, sent[0]))
        return found

    def events(self, case: Row, name: str) -> list[Row]:
        return [row for row in self.of["events"][case["id"]] if row["name"] == name]

    def went(self, case: Row, **told: str) -> bool:
        moves = self.events(case, "case.moved")
        return any(all(row["data"].get(key) == value for key, value in told.items()) for row in moves)

    def m06(self) -> tuple[int, int]:
        answered = [case for case, _ in self.first_answers()]
        hits = [
            case for case in answered
            if self.went(case, transition="T08") and case["stage"] == 1 and case["reopen_count"] == 0
            and not self.went(case, to="external_review")
        ]  # fmt: skip
        return len(hits), len(answered)

    def m07(self) -> tuple[int, int]:
        hits = n = 0
        for case in self.cases:
            judged = self.of["assessments"][case["id"]]
            if judged and self.inside(judged[0]["at"]):
                n += 1
                hits += min(row["priority"] for row in judged) < judged[0]["priority"]
        return hits, n

    def m08(self) -> tuple[int, int]:
        closed = []
        for case in self.cases:
            ends = self.events(case, "case.closed")
            if ends and self.inside(ends[0]["at"]):
                closed.append(case)
        return sum(case["reopen_count"] > 0 for case in closed), len(closed)

    def m09(self) -> tuple[int, int]:
        answered = [case for case, _ in self.first_answers()]
        return sum(case["stage"] > 1 or self.went(case, to="external_review") for case in answered), len(answered)

    def issues(self) -> list[Row]:
        return [
            issue for case in self.rows["cases"] if self.inside(case["received_at"])
            for issue in self.of["issues"][case["id"]]
        ]  # fmt: skip

    def m10(self) -> tuple[int, int]:
        decided = [issue for issue in self.issues() if issue["outcome"] is not None]
        return sum(issue["outcome"] in UPHELD for issue in decided), len(decided)

    def m11(self) -> tuple[int, int]:
        before: dict[str, list[tuple[date, set[str]]]] = defaultdict(list)
        repeated = set()
        for case in sorted(self.rows["cases"], key=lambda case: case["id"]):
            prints = [row["email_print"] for row in self.of["parties"][case["id"]] if row["email_print"]]
            categories = {issue["topic"].split(".")[0] for issue in self.of["issues"][case["id"]]}
            for printed in prints[:1]:
                day = self.day(case["received_at"])
                if any(then >= day - timedelta(days=90) and was & categories for then, was in before[printed]):
                    repeated.add(case["id"])
                before[printed].append((day, categories))
        received = self.received()
        return sum(case["id"] in repeated for case in received), len(received)

    def m12(self) -> tuple[int, int]:
        closed = [case for case in self.cases if self.inside(case["closed_at"])]
        return sum(case["closure_reason"] in ("withdrawn", "deemed_no_reply") for case in closed), len(closed)

    def outcome(self, case_id: int) -> str | None:
        found = [issue["outcome"] for issue in self.of["issues"][case_id]]
        if not found or None in found:
            return None
        if "upheld" in found:
            return "upheld" if set(found) == {"upheld"} else "partly_upheld"
        return next(code for code in ("partly_upheld", "not_upheld", "unable_to_determine") if code in found)

    def m13(self) -> dict[str, tuple[int, int]]:
        counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for survey in self.rows["surveys"]:
            value = survey["answers"].get("Q1")
            if self.inside(survey["first_answer_at"]) and value is not None:
                entry = counted[self.outcome(survey["case_id"]) or "none"]
                entry[0] += value >= 4
                entry[1] += 1
        return {code: (hits, n) for code, (hits, n) in counted.items()}

    def m14(self) -> tuple[int, int]:
        hits = n = 0
        for item in self.rows["remedy_items"]:
            if self.inside(item["due_at"]) and (item["done_at"] is not None or item["due_at"] < self.now):
                n += 1
                hits += item["done_at"] is not None and item["done_at"] <= item["due_at"]
        return hits, n

    def m16(self) -> int:
        return sum(case["closed_at"] is None for case in self.cases)

    def m18(self) -> dict[str, tuple[int, int]]:
        issues = self.issues()
        answered = {case["id"] for case in self.rows["cases"] if case["final_response_at"] is not None}
        told = [issue for issue in issues if issue["case_id"] in answered]
        upheld = [issue for issue in issues if issue["outcome"] in UPHELD]
        return {
            "no_topic": (sum(issue["confirmed_by"] is None for issue in issues), len(issues)),
            "no_outcome": (sum(issue["outcome"] is None for issue in told), len(told)),
            "no_cause": (sum(issue["cause"] in (None, "K99") for issue in upheld), len(upheld)),
        }

    def m21(self) -> tuple[int, int]:
        """How many in danger were spoken to, of how many."""
        danger = [case for case in self.received() if "safety" in case["flags"]]
        return sum(case["first_contact_at"] is not None for case in danger), len(danger)

    def m22(self) -> Decimal:
        ids = {case["id"] for case in self.rows["cases"] if self.inside(case["received_at"])}
        amounts = [row["amount"] for row in self.rows["remedy_items"] if row["case_id"] in ids and row["amount"]]
        return sum(amounts, Decimal(0))


def differences(figures: Mapping[str, Figure], again: Recount) -> dict[str, tuple[Any, Any]]:
    """What the product counted and what was counted again, by measure, where the two are not the same."""

    def parts(code: str) -> dict[str, tuple[int, int]]:
        return {line.code: (line.hits, line.n) for line in figures[code].lines}

    pairs: dict[str, tuple[Any, Any]] = {
        "M01": (figures["M01"].n, again.m01()),
        "M02": ({line.code: line.n for line in figures["M02"].lines}, again.m02()),
        **{code: ((figures[code].hits, figures[code].n), getattr(again, code.lower())()) for code in (*SHARES, "M21")},
        "M05": ((figures["M05"].value, figures["M05"].extra.get("p90")), again.m05()),
        "M13": (parts("M13"), again.m13()),
        "M16": (figures["M16"].n, again.m16()),
        "M18": (parts("M18"), again.m18()),
        **rest_of(figures, again),
        "M22": (sum(line.cost for line in figures["M22"].lines), again.m22()),
    }
    return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}
