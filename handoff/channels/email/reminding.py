"""The letter about a complaint that was left unfinished. It has no case: it is sealed with the talk, and goes with it."""

from __future__ import annotations

from handoff.cases.drafting import read_draft
from handoff.cases.models import Draft
from handoff.cases.resuming import link_draft
from handoff.channels.email.writing import put_into_post
from handoff.conversations import Conversation
from handoff.db import Transaction
from handoff.follow_ups.case_facts import ADDRESS
from handoff.follow_ups.draft_prompts import RULE, deleted_at
from handoff.follow_ups.events import PromptSent
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.wording import message_of
from handoff.i18n import format_day, isolate, left_to_right


async def write_reminder(tx: Transaction, event: PromptSent) -> None:
    """With the way back, and the day on which it is deleted."""
    if event.kind != RULE or event.conversation_id is None:
        return
    prompt, talk = await tx.get_one(Prompt, event.prompt_id), await tx.get_one(Conversation, event.conversation_id)
    draft, answers = await tx.get_one(Draft, talk.id), await read_draft(tx, talk.id)
    language, organisation = talk.language, tx.policy.organisation
    wording, frame = message_of(tx, prompt).wording, tx.policy.prompts
    facts = {
        "draft_link": left_to_right(f"{ADDRESS}/unfinished/{await link_draft(tx, talk.id)}"),
        "delete_at": format_day(deleted_at(tx, draft, talk), language, tx.policy.calendar.time_zone),
        "name": isolate(answers.get("name") or ""),
        "owner": organisation.complaints_team.say(language),
        "organisation": organisation.name.say(language),
    }
    greeting = frame.greeting_named if answers.get("name") else frame.greeting_unnamed
    words = (greeting, wording.body, frame.closing)
    await put_into_post(
        tx, wording.subject.say(language), "\n\n".join(text.say(language).format_map(facts) for text in words),
        owner=talk.owner, address=answers["email"], language=language, template=event.kind,
        key=f"prompt:{prompt.id}:{prompt.times_sent}", conversation_id=talk.id, prompt_id=prompt.id,
    )  # fmt: skip
