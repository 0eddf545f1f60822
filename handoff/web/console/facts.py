"""The right column: what the customer said beside what was understood, whether it became a case yet or not."""

from __future__ import annotations

from datetime import date
from typing import Any

from handoff.cases import Case
from handoff.cases.drafting import read_draft
from handoff.conversations import Conversation
from handoff.db import Transaction
from handoff.errors import Erased
from handoff.i18n import format_date, mark, translate
from handoff.insights.case_files import CaseFile, read_case_file
from handoff.insights.case_lists import same_person
from handoff.insights.sight import case_for
from handoff.staff import Agent, may_lead
from handoff.web.console.next_step import next_step

DRAFTED = {
    "product": mark("Product"),
    "order_ref": mark("Order"),
    "incident_date": mark("Happened on"),
    "amount": mark("Amount"),
    "requested_remedy": mark("Wanted"),
    "name": mark("Name"),
    "email": mark("E-mail"),
    "phone": mark("Phone"),
    "needs": mark("Needs"),
    "unit": mark("Place or department"),
    "earlier_case": mark("Earlier case"),
    "safety_words": mark("Words about safety"),
}


async def facts(tx: Transaction, agent: Agent, conversation: Conversation) -> dict[str, Any]:
    """What facts.html shows of this talk."""
    case = await tx.get(Case, conversation.case_id) if conversation.case_id else None
    if case is not None:
        case = await case_for(tx, agent, case.number) if conversation.agent_id != agent.id else case
        file = await read_case_file(tx, case)
        return {
            "file": file,
            "draft": {},
            "draft_facts": [],
            "next_step": await next_step(tx, agent, file),
            "others_of_person": await same_person(tx, agent, case),
            "may_see_contact": sees_contact(agent, file, conversation),
            "masked": masked,
        }
    draft = await _draft(tx, conversation)
    return {
        "file": None,
        "draft": draft,
        "draft_facts": [
            (translate(agent.language, label), _shown(name, draft[name], agent))
            for name, label in DRAFTED.items()
            if name in draft
        ],
        "next_step": None,
        "others_of_person": [],
        "may_see_contact": True,
        "masked": masked,
    }


def sees_contact(agent: Agent, file: CaseFile, conversation: Conversation | None) -> bool:
    """Addresses are for whoever answers for the case, speaks with the complainant, or leads."""
    speaks = conversation is not None and conversation.speaker == "agent" and conversation.agent_id == agent.id
    return file.case.owner_id == agent.id or speaks or may_lead(agent.roles)


def masked(address: str) -> str:
    """An address or number of which only the ends can be seen: s…@example.com, …45."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:1]}…@{domain}"
    else:
        return f"…{address[-2:]}"


async def _draft(tx: Transaction, conversation: Conversation) -> dict[str, Any]:
    try:
        return await read_draft(tx, conversation.id)
    except Erased:
        return {}


def _shown(name: str, value: Any, agent: Agent) -> str:
    if name == "incident_date":
        try:
            return format_date(date.fromisoformat(str(value)), agent.language)
        except ValueError:
            return str(value)
    else:
        return str(value)
