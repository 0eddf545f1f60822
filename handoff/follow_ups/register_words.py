"""The words of tasks that belong to no case."""

from __future__ import annotations

from handoff.db import Transaction
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.wording import Said, message_of
from handoff.i18n import format_day, format_number, left_to_right, mark, translate
from handoff.staff import Agent

MEASURES = {
    "capacity": mark("More complaints come in than are closed"),
    "chart": mark("Complaints"),
    "recurring": mark("The same problem again"),
}
DOCUMENTS = {"policy": mark("The complaints policy")}


async def register_task(tx: Transaction, prompt: Prompt, *, language: str) -> Said:
    """Subject and body in the colleague's language, from the codes that the prompt carries."""
    wording, day = message_of(tx, prompt).wording, ""
    if prompt.by is not None:
        day = format_day(prompt.by, language, tx.policy.calendar.time_zone)
    owner = await tx.get(Agent, prompt.agent_id) if prompt.agent_id else None
    facts = {
        "action": left_to_right(str(prompt.data.get("action", ""))),
        "measure": _measure(tx, str(prompt.data.get("measure", "")), language),
        "document": _named(DOCUMENTS, str(prompt.data.get("document", "")), language),
        "owner": owner.display_name(language) if owner else translate(language, "a colleague"),
        "holds": format_number(int(prompt.data.get("holds", 0)), language),
        "retain_until": day, "done_by": day, "explain_by": day, "review_by": day,
        "case_link": translate(language, "on its page"), "chart_link": translate(language, "on the page of signals"),
    }  # fmt: skip
    return Said(wording.subject.fill(language, facts), wording.body.fill(language, facts))


def _measure(tx: Transaction, code: str, language: str) -> str:
    taxonomy = tx.policy.taxonomy
    if code in taxonomy.topics:
        return str(taxonomy.topics[code].name.say(language))
    elif code in taxonomy.categories:
        return str(taxonomy.categories[code].name.say(language))
    else:
        return _named(MEASURES, code, language)


def _named(names: dict[str, str], code: str, language: str) -> str:
    return translate(language, names[code]) if code in names else code
