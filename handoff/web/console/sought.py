"""What is looked for among the cases, as it stands in the address of a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from handoff.i18n import parse_date
from handoff.insights.finding import Sought
from handoff.policy import Policy

FIELDS = ("q", "state", "owner", "topic", "channel", "since", "until", "late")
LONGEST = 200  # characters of what was typed


def read_sought(query: Mapping[str, str], policy: Policy) -> Sought:
    """From the fields of the form. What makes no sense is left out: the form shows what was understood."""
    owner = query.get("owner", "")
    until = _day(query.get("until", ""))
    return Sought(
        words=query.get("q", "").strip()[:LONGEST],
        state=_known(query.get("state", ""), policy.lifecycle.states),
        owner_id=int(owner) if owner.isdecimal() and len(owner) < 10 else None,
        topic=_known(query.get("topic", ""), {**policy.taxonomy.categories, **policy.taxonomy.topics}),
        channel=query.get("channel", "")[:20],
        since=_begin(_day(query.get("since", "")), policy),
        until=_begin(until + timedelta(days=1), policy) if until else None,
        late=query.get("late") == "yes",
    )


def address(query: Mapping[str, str], **changed: str) -> str:
    """The same list with something changed: its next page."""
    kept = {name: query[name] for name in (*FIELDS, "view") if query.get(name)}
    return "/console/cases?" + urlencode({**kept, **changed})


def _known(code: str, among: Mapping[str, object]) -> str:
    return code if code in among else ""


def _day(text: str) -> date | None:
    return parse_date(text) if text.strip() else None


def _begin(day: date | None, policy: Policy) -> datetime | None:
    """The first moment of a day where the organisation is."""
    if day is None:
        return None
    return datetime.combine(day, time(), ZoneInfo(policy.calendar.time_zone)).astimezone(UTC)
