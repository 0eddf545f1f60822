"""Days and amounts as people type them into the desk's forms."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from handoff.errors import Invalid
from handoff.i18n import parse_date, parse_number
from handoff.policy import Policy
from handoff.web.bodies import SentForm

END_OF_DAY, MIDDAY = time(23, 59), time(12)


def day_to_come(form: SentForm, name: str, policy: Policy) -> datetime:
    """The end of the day that was typed, where the organisation is. Raises `Invalid` when it is none."""
    day = parse_date(form.get(name)) if form.get(name) else None
    if day is None:
        raise Invalid("Please write the day as a date.", code="day_missing")
    return datetime.combine(day, END_OF_DAY, ZoneInfo(policy.calendar.time_zone))


def day_gone(form: SentForm, name: str, policy: Policy, now: datetime) -> datetime | None:
    """Midday of the day that was typed, never later than now; None when nothing was."""
    if not form.get(name):
        return None
    day = parse_date(form.get(name))
    if day is None:
        raise Invalid("Please write the day as a date.", code="day_missing")
    zone = ZoneInfo(policy.calendar.time_zone)
    then = datetime.combine(day, MIDDAY, zone)
    return now if day == now.astimezone(zone).date() else then


def amount_in(form: SentForm, name: str) -> Decimal | None:
    """Raises `Invalid` for what is not a number."""
    text = form.get(name)
    amount = parse_number(text) if text else None
    if text and amount is None:
        raise Invalid("Please write the amount as a number.", code="amount_wrong")
    return amount
