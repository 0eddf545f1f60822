"""The cases behind a figure, as far as a person may see them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from handoff.cases import Case
from handoff.db import Transaction
from handoff.insights.case_lines import CaseLine, lines_of
from handoff.insights.sight import seen_cases
from handoff.staff import Agent

MOST = 200


async def cases_behind(tx: Transaction, agent: Agent, ids: Select[Any]) -> list[CaseLine]:
    """The newest first."""
    query = select(Case).where(seen_cases(tx, agent), Case.id.in_(ids)).order_by(Case.id.desc()).limit(MOST)
    return await lines_of(tx, agent, (await tx.scalars(query)).all())
