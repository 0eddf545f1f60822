"""Which act counts which measure of the policy, and which cases stand behind it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from sqlalchemy import Select

from handoff.db import Transaction
from handoff.insights.measures import counts, equity, leading, promises, register, satisfaction, shares, times
from handoff.insights.measures.figures import Figure
from handoff.insights.periods import Period

Act = Callable[[Transaction, Period], Awaitable[Figure]]
Behind = Callable[[Transaction, Period], Select[Any]]

MEASURING: Final[dict[str, Act]] = {
    "M01": counts.received,
    "M02": counts.by_topic,
    "M03": promises.acknowledged,
    "M04": promises.answered,
    "M05": times.time_to_close,
    **{code: shares.measuring(code) for code in ("M06", "M07", "M08", "M09", "M10", "M11", "M12")},
    "M13": satisfaction.satisfied,
    "M14": promises.remedied,
    "M15": register.worked,
    "M16": counts.open_ages,
    "M17": equity.alike,
    "M18": counts.missing_data,
    "M19": leading.spoken_up,
    "M20": register.improvements,
    "M21": times.danger_to_person,
    "M22": counts.cost,
}


def _share_behind(code: str) -> Behind:
    return lambda _tx, period: shares.SHARES[code].behind(period)


BEHIND: Final[dict[str, Behind]] = {
    "M01": counts.received_behind,
    "M02": counts.issues_behind,
    "M03": lambda tx, period: promises.missed_behind(tx, "M03", period),
    "M04": lambda tx, period: promises.missed_behind(tx, "M04", period),
    "M05": times.longest_behind,
    **{code: _share_behind(code) for code in ("M06", "M07", "M08", "M09", "M10", "M11", "M12")},
    "M13": satisfaction.answered_behind,
    "M14": promises.late_remedies,
    "M16": counts.open_behind,
    "M17": times.longest_behind,
    "M18": counts.missing_behind,
    "M21": times.danger_behind,
    "M22": counts.cost_behind,
}


async def count(tx: Transaction, code: str, period: Period) -> Figure:
    """The measure over the period, as of now. KeyError for one that is not defined."""
    return await MEASURING[code](tx, period)


def is_hint(tx: Transaction, figure: Figure) -> bool:
    """So few that it is only a hint."""
    measure = tx.policy.measures.catalogue[figure.measure]
    return measure.unit in ("share", "days") and figure.n < tx.policy.measures.indicative_below


def is_shown(tx: Transaction, figure: Figure) -> bool:
    return figure.n >= tx.policy.measures.catalogue[figure.measure].minimum
