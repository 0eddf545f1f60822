"""The words of a prompt, with the facts of its case filled in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from handoff.cases import Case
from handoff.cases.parties import complainant_of
from handoff.db import Transaction
from handoff.follow_ups import case_facts, later_facts, question_facts, time_facts
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.telling import CannotSay, Telling
from handoff.i18n import for_reader, left_to_right
from handoff.policy.prompts import PromptMessage
from handoff.policy.texts import Text, placeholders

FACTS: Final[dict[str, Callable[[Telling], Awaitable[str]]]] = {
    "number": case_facts.number,
    "secret": case_facts.secret,
    "summary": case_facts.summary,
    "words": case_facts.summary,
    "next_step": case_facts.status,
    "status": case_facts.status,
    "track_link": case_facts.track_link,
    "case_link": case_facts.case_link,
    "contact": case_facts.contact,
    "routes": case_facts.routes,
    "owner": case_facts.owner,
    "organisation": case_facts.organisation,
    "name": case_facts.name,
    "priority": case_facts.priority,
    "topic": case_facts.topics,
    "plan": case_facts.topics,
    "product": case_facts.product,
    "answer": case_facts.answer,
    "remedies": case_facts.remedies,
    "remedy": case_facts.remedy,
    "remedy_due": later_facts.remedy_due,
    "reviewer": later_facts.reviewer,
    "outside_body": later_facts.outside_body,
    "outside_ref": later_facts.outside_ref,
    "file_due": later_facts.file_due,
    "blocker": later_facts.blocker,
    "reasons": later_facts.reasons,
    "new_date": later_facts.new_date,
    "missing": later_facts.missing,
    "outcome": later_facts.outcome,
    "lessons": later_facts.lessons,
    "idle_for": later_facts.idle_for,
    "questions": question_facts.questions,
    "question": question_facts.questions,
    "why_needed": question_facts.why_needed,
    "third_party": question_facts.third_party,
    "dates": time_facts.dates,
    "answer_by": time_facts.answer_by,
    "update_by": time_facts.update_by,
    "review_until": time_facts.review_until,
    "reply_by": time_facts.reply_by,
    "done_by": time_facts.done_by,
    "time_left": time_facts.time_left,
    "received_at": time_facts.received_at,
}
UNKNOWN = "–"  # what staff read for a fact that is not there


@dataclass(frozen=True)
class Said:
    subject: str
    body: str


def message_of(tx: Transaction, prompt: Prompt) -> PromptMessage:
    """The rule's message that this prompt is."""
    message: PromptMessage = tx.policy.prompts.rules[prompt.kind].messages[prompt.step]
    return message


async def words_of(
    tx: Transaction, case: Case, prompt: Prompt, *, language: str, letter: bool, page: bool = False
) -> Said:
    """What the prompt says to a complainant. Raises `CannotSay` when a fact is missing."""
    told = Telling(tx, case, prompt, language, letter, page=page)
    wording = message_of(tx, prompt).wording
    return Said(await fill(told, wording.subject), await fill(told, wording.body))


async def task_of(tx: Transaction, case: Case, prompt: Prompt, *, language: str, letter: bool) -> Said:
    """What the prompt asks of a colleague. At the desk the line itself is the link: there the case's number stands for it."""
    reachable = await complainant_of(tx, case)
    ways = " · ".join(left_to_right(way) for way in (reachable.phone, reachable.email) if way)
    extra = {"contact": ways or UNKNOWN}
    if not letter:
        extra["case_link"] = left_to_right(case.number)
    told = Telling(tx, case, prompt, language, letter=True, extra=extra)
    wording = message_of(tx, prompt).wording
    return Said(await fill(told, wording.subject, unknown=UNKNOWN), await fill(told, wording.body, unknown=UNKNOWN))


async def fill(told: Telling, text: Text, *, unknown: str | None = None) -> str:
    """The text with its facts. `unknown` stands for those that are not there; without it `CannotSay` is raised."""
    template = told.say(text)
    return template.format_map({name: await _fact(told, name, unknown) for name in placeholders(template)})


async def _fact(told: Telling, name: str, unknown: str | None) -> str:
    try:
        if name in told.extra:
            return told.extra[name]
        elif name in FACTS:
            return await FACTS[name](told)
        elif told.prompt is not None and name in told.prompt.data:
            return for_reader(str(told.prompt.data[name]), told.language)
        raise CannotSay(name)
    except CannotSay:
        if unknown is None:
            raise
        return unknown
