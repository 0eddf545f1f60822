"""When a complainant is left in peace: at night, and after one message a day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

from sqlalchemy import func, select

from handoff.cases import Case
from handoff.db import Transaction
from handoff.follow_ups.models import Prompt


async def not_before(tx: Transaction, case: Case, prompt: Prompt) -> datetime:
    """The earliest moment at which this ordinary message may go: now, or once the night or the day is over."""
    zone = tx.policy.calendars[case.calendar].zone
    local = tx.clock.now().astimezone(zone)
    if case.priority != "P1" and await _sent_today(tx, case, prompt, local) >= tx.policy.prompts.a_day_at_most:
        return _at(local + timedelta(days=1), tx.policy.organisation.quiet_until)
    else:
        return night_over(tx, zone)


def night_over(tx: Transaction, zone: tzinfo) -> datetime:
    """Now, or in the morning when it is night there."""
    now, organisation = tx.clock.now(), tx.policy.organisation
    local = now.astimezone(zone)
    if not organisation.is_quiet(local.time()):
        return now
    elif local.time() < organisation.quiet_until:
        return _at(local, organisation.quiet_until)
    else:
        return _at(local + timedelta(days=1), organisation.quiet_until)


async def _sent_today(tx: Transaction, case: Case, prompt: Prompt, local: datetime) -> int:
    """Other ordinary messages since local midnight; decisions and the acknowledgement do not count."""
    urgent = [rule.id for rule in tx.policy.prompts.rules.values() if rule.urgent]
    query = select(func.count(Prompt.id)).where(
        Prompt.case_id == case.id,
        Prompt.id != prompt.id,
        Prompt.audience == "complainant",
        Prompt.sent_at >= _at(local, time.min),
        Prompt.kind.not_in(urgent),
    )
    return await tx.scalar(query) or 0


def _at(local: datetime, wall: time) -> datetime:
    return datetime.combine(local.date(), wall, local.tzinfo).astimezone(UTC)
