"""From the records of a case to its facts. Pure: what stands in the records decides, nothing else."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from handoff.cases import Issue
from handoff.insights.facts.reading import Records

WORST_FIRST = ("upheld", "partly_upheld", "not_upheld", "unable_to_determine")
PRINT = 16  # hex digits of a print that are kept: enough to tell people apart, too few for anything else


def case_fact(records: Records, zone: ZoneInfo, *, seen: int, repeated: bool) -> dict[str, Any]:
    """The columns of `CaseFact`."""
    case = records.case
    first = next((answer for answer in records.answers if answer.sent_at is not None), None)
    closings = [row for row in records.events if row.name == "case.closed"]
    moves = [row for row in records.events if row.name == "case.moved"]
    received = _day(case.received_at, zone)
    answered = _day(first.sent_at, zone) if first and first.sent_at else None
    closed = _day(case.closed_at, zone) if case.closed_at else None
    return {
        "case_id": case.id, "seen": seen, "received_at": case.received_at, "received_day": received,
        "channel": case.channel, "language": case.language, "unit": case.unit, "priority": case.priority,
        "preset": case.preset, "state": case.state, "stage": case.stage, "owner_id": case.owner_id,
        "subject_id": case.subject_id, "person": _short(records.person), "repeated": repeated,
        "safety": "safety" in case.flags, "vulnerable": "vulnerable" in case.flags, "severity": severity(records),
        "assessed_day": _day(records.assessments[0].at, zone) if records.assessments else None,
        "raised": _raised(records),
        "contact_minutes": _minutes(case.received_at, case.first_contact_at),
        "answered_day": answered, "answer_days": (answered - received).days if answered else None,
        "at_front_line": any(row.data.get("transition") == "T08" for row in moves),
        "outside": any(row.data.get("to") == "external_review" for row in moves),
        "outcome": outcome(records.issues), "is_open": case.closed_at is None and case.state != "merged",
        "closed_day": closed, "close_days": (closed - received).days if closed else None,
        "closure_reason": case.closure_reason,
        "first_closed_day": _day(closings[0].at, zone) if closings else None, "reopened": case.reopen_count > 0,
    }  # fmt: skip


def issue_facts(records: Records, zone: ZoneInfo, *, product: str | None) -> list[dict[str, Any]]:
    """The columns of `IssueFact`, one for each issue. What was promised is shared among those that were upheld."""
    case, cost = records.case, sum((item.amount or Decimal(0) for item in records.remedies), Decimal(0))
    upheld = [issue.id for issue in records.issues if issue.outcome in ("upheld", "partly_upheld")]
    bearing = upheld or [issue.id for issue in records.issues]
    leading: dict[str, int] = {}
    for issue in records.issues:
        leading.setdefault(issue.topic.partition(".")[0], issue.id)
    share = (cost / len(bearing)).quantize(Decimal("0.01")) if bearing else Decimal(0)
    return [
        {
            "issue_id": issue.id, "case_id": case.id, "received_day": _day(case.received_at, zone),
            "category": issue.topic.partition(".")[0],
            "leads": leading[issue.topic.partition(".")[0]] == issue.id, "topic": issue.topic,
            "confirmed": issue.confirmed_by is not None, "outcome": issue.outcome, "cause": issue.cause,
            "severity": severity(records), "unit": case.unit, "product": _short(product),
            "person": _short(records.person), "answered": case.final_response_at is not None,
            "cost": share if issue.id in bearing else Decimal(0),
        }
        for issue in records.issues
    ]  # fmt: skip


def outcome(issues: list[Issue]) -> str | None:
    """The case's outcome: upheld when one issue was, and so on; None while one is still without."""
    found = [issue.outcome for issue in issues]
    if not found or None in found:
        return None
    elif "upheld" in found and set(found) - {"upheld"}:
        return "partly_upheld"
    return next((code for code in WORST_FIRST if code in found), None)


def severity(records: Records) -> int | None:
    return records.assessments[-1].severity if records.assessments else None


def _raised(records: Records) -> bool:
    priorities = [assessment.priority for assessment in records.assessments]
    return any(later < priorities[0] for later in priorities[1:])  # P1 is higher than P2


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _minutes(start: datetime, end: datetime | None) -> int | None:
    return max(0, int((end - start).total_seconds() // 60)) if end else None


def _short(printed: str | None) -> str | None:
    return printed[:PRINT] if printed else None
