"""Who else was affected? Cases that share plain facts with a problem: topic, cause, place, product, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from handoff.cases import Case
from handoff.db import Transaction
from handoff.i18n import search_key
from handoff.improvement.models import Action, ActionCase
from handoff.insights.facts.making import PRINT
from handoff.insights.facts.models import CaseFact, IssueFact
from handoff.insights.sight import seen_cases
from handoff.staff import Agent

MOST = 200


@dataclass(frozen=True, kw_only=True)
class LookedFor:
    """What others are looked for by; what is None does not matter. `topic` may be a whole category."""

    topic: str | None = None
    cause: str | None = None
    unit: str | None = None
    product: str | None = None
    since: date | None = None

    def told(self) -> dict[str, str]:
        """Codes and days, as they are kept with the action. Of a product only that it was named: its name is somebody's word."""
        told = {
            "topic": self.topic, "cause": self.cause, "unit": self.unit,
            "product": "named" if self.product else None, "since": self.since.isoformat() if self.since else None,
        }  # fmt: skip
        return {name: value for name, value in told.items() if value}


async def similar_cases(
    tx: Transaction, agent: Agent, wanted: LookedFor, *, but_of: Action | None = None
) -> list[Case]:
    """Those that this person may see, the newest first; without those that belong to the action already."""
    query = (
        select(Case).where(Case.id.in_(_ids(tx, wanted)), seen_cases(tx, agent)).order_by(Case.id.desc()).limit(MOST)
    )
    if but_of is not None:
        query = query.where(Case.id.not_in(select(ActionCase.case_id).where(ActionCase.action_id == but_of.id)))
    return list((await tx.scalars(query)).all())


def _ids(tx: Transaction, wanted: LookedFor) -> Select[Any]:
    query = select(IssueFact.case_id).join(CaseFact, CaseFact.case_id == IssueFact.case_id)
    query = query.where(CaseFact.state != "merged")
    if wanted.topic in tx.policy.taxonomy.categories:
        query = query.where(IssueFact.category == wanted.topic)
    elif wanted.topic:
        query = query.where(IssueFact.topic == wanted.topic)
    if wanted.cause:
        query = query.where(IssueFact.cause == wanted.cause)
    if wanted.unit:
        query = query.where(IssueFact.unit == wanted.unit)
    if wanted.product:
        printed = tx.sealer.fingerprint(f"product {search_key(wanted.product)}")
        query = query.where(IssueFact.product == printed[:PRINT])
    if wanted.since:
        query = query.where(IssueFact.received_day >= wanted.since)
    return query
