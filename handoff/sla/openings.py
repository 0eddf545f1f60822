"""When a person can be promised to somebody who waits."""

from __future__ import annotations

from datetime import datetime

from handoff.db import Transaction
from handoff.policy import Duration, Unit
from handoff.sla.business_hours import WorkCalendar, work_calendar

REPLY_WITHIN = Duration(2, Unit.WORKING_HOUR)


def hours(tx: Transaction) -> WorkCalendar:
    """The organisation's own calendar."""
    return work_calendar(tx.policy.calendar)


def promised_reply(tx: Transaction) -> datetime:
    """Until when somebody who asks for a person now has heard from one, whoever is at the desk."""
    return hours(tx).due(tx.clock.now(), REPLY_WITHIN)
