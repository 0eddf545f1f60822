"""Facts after an answer that stand for {placeholders}: reviewers, outside bodies, delays, what is missing, what was found."""

from __future__ import annotations

from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.models import RemedyItem
from handoff.cases.referring import referral_of
from handoff.cases.requesting_review import open_review
from handoff.db import keys
from handoff.follow_ups.telling import Telling, known
from handoff.i18n import format_day, isolate, mark, translate
from handoff.sla.extending import extension_of
from handoff.staff import Agent

NO_BLOCKER = mark("nothing is noted")


async def reviewer(t: Telling) -> str:
    review = known(await open_review(t.tx, t.case))
    agent = known(await t.tx.get(Agent, known(review.reviewer_id)))
    return isolate(agent.display_name(t.language))


async def outside_body(t: Telling) -> str:
    referral = known(await referral_of(t.tx, t.case))
    body = t.tx.policy.published.outside_bodies.get(referral.body)
    return t.say(body.name) if body else isolate(known(await keys.unseal(t.tx, t.case.key_owner, referral.name)))


async def outside_ref(t: Telling) -> str:
    referral = known(await referral_of(t.tx, t.case))
    return isolate(known(await keys.unseal(t.tx, t.case.key_owner, referral.external_ref)))


async def file_due(t: Telling) -> str:
    return t.day(known(await referral_of(t.tx, t.case)).file_due_at)


async def blocker(t: Telling) -> str:
    noted = await keys.unseal(t.tx, t.case.key_owner, t.case.blocker)
    return isolate(noted) if noted else translate(t.language, NO_BLOCKER)


async def reasons(t: Telling) -> str:
    """Why the answer is late, in the words of a person: never made up."""
    extension = known(await extension_of(t.tx, t.case))
    return isolate(known(await keys.unseal(t.tx, t.case.key_owner, extension.reason)))


async def new_date(t: Telling) -> str:
    """The date that holds now: of the remedy that the prompt is about, else of the answer."""
    item = await _item(t)
    if item is None:
        return t.day(known(await extension_of(t.tx, t.case)).until)
    return t.day(item.due_at if item.due_at > t.tx.clock.now() and item.first_due_at is not None else None)


async def missing(t: Telling) -> str:
    """What the complainant says was not done."""
    disputed = [item for item in await remedies_of(t.tx, t.case) if item.missing is not None]
    return isolate(known(await keys.unseal(t.tx, t.case.key_owner, known(disputed[-1] if disputed else None).missing)))


async def outcome(t: Telling) -> str:
    """What was found, by topic: codes of the policy, no words about anybody."""
    topics, outcomes = t.tx.policy.taxonomy.topics, t.tx.policy.lifecycle.outcomes
    return t.joined(
        f"{t.say(topics[issue.topic].name)}: {t.say(outcomes[known(issue.outcome)].label)}"
        for issue in await issues_of(t.tx, t.case)
    )


async def lessons(t: Telling) -> str:
    """The causes that were noted."""
    causes = {issue.cause for issue in await issues_of(t.tx, t.case) if issue.cause is not None}
    if not causes:
        return translate(t.language, mark("the cause is still looked for"))
    return t.joined(t.say(t.tx.policy.causes[code].name) for code in sorted(causes))


async def idle_for(t: Telling) -> str:
    """The rule's own length of time."""
    prompt = known(t.prompt)
    offset = known(t.tx.policy.prompts.rules[prompt.kind].messages[prompt.step].when.offset)
    return str(offset.in_words(t.language))


async def remedy_due(t: Telling) -> str:
    """The date that was promised first."""
    item = known(await _item(t))
    return format_day(item.first_due_at or item.due_at, t.language, t.zone)


async def _item(t: Telling) -> RemedyItem | None:
    item_id = t.prompt.data.get("item_id") if t.prompt else None
    return await t.tx.get(RemedyItem, item_id) if item_id is not None else None
