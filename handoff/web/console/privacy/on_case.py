"""What the page of a case shows about its confidentiality."""

from __future__ import annotations

from typing import Any

from handoff.cases import Case
from handoff.db import Transaction
from handoff.i18n import mark, translate
from handoff.insights.people import staff_but
from handoff.insights.privacy_desk import running_holds
from handoff.insights.views import opened_until
from handoff.privacy.naming import named_people
from handoff.staff import Agent


async def privacy_context(tx: Transaction, agent: Agent, case: Case) -> dict[str, Any]:
    """For case_privacy.html."""
    named = await named_people(tx, case)
    ids = {person.id for person in named}
    return {
        "named": named,
        "nameable": [person for person in await staff_but(tx, agent) if person.id not in ids],
        "case_holds": await running_holds(tx, agent, case=case),
        "hold_words": lambda code: _hold_words(tx, code, agent.language),
        "opened_until": await opened_until(tx, agent, case),
    }


def _hold_words(tx: Transaction, code: str, language: str) -> str:
    holds = tx.policy.retention.holds
    return str(holds[code].name.say(language)) if code in holds else translate(language, mark("Another reason"))
