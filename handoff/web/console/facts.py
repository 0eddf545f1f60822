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
from handoff.insights.case_files import read_case_file
from handoff.insights.case_lists import same_person
from handoff.insights.masking import mask_draft, mask_file
from handoff.insights.sight import case_for
from handoff.insights.views import view_of, view_of_talk
from handoff.staff import Agent
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
        view = await view_of(tx, agent, case)
        file = mask_file(await read_case_file(tx, case), view, agent.language)
        return {
            "file": file,
            "draft": {},
            "draft_facts": [],
            "next_step": await next_step(tx, agent, file),
            "others_of_person": await same_person(tx, agent, case),
            "view": view,
        }
    view = view_of_talk(tx, agent, conversation)
    draft = mask_draft(await _draft(tx, conversation), view, agent.language)
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
        "view": view,
    }


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
