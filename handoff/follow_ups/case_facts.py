"""Facts of a case that stand for {placeholders}: what it is about, who answers for it, what was decided."""

from __future__ import annotations

from handoff.cases.composing import sent_letters
from handoff.cases.lifecycles import lifecycle_of
from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.models import RemedyItem
from handoff.cases.opening import tracking_secret
from handoff.cases.parties import complainant_of
from handoff.db import keys
from handoff.follow_ups.telling import Telling, known, listed
from handoff.i18n import for_reader, format_money, isolate, left_to_right, translate
from handoff.staff import Agent

ADDRESS = "[[address]]"  # the service's own address, filled in when a letter leaves
SHORT = 300  # characters of somebody's story that are read back


async def number(t: Telling) -> str:
    return left_to_right(t.case.number)


async def secret(t: Telling) -> str:
    return left_to_right(known(await tracking_secret(t.tx, t.case)))


async def summary(t: Telling) -> str:
    """The beginning of the story, in the complainant's own words."""
    story = known(await keys.unseal(t.tx, t.case.key_owner, t.case.narrative))
    return isolate(story if len(story) <= SHORT else story[:SHORT].rsplit(" ", 1)[0] + "…")


async def status(t: Telling) -> str:
    """What is happening now, as the complainant reads it."""
    return t.say((await lifecycle_of(t.tx, t.case)).states[t.case.state].public)


async def track_link(t: Telling) -> str:
    if t.letter:
        return left_to_right(f"{ADDRESS}/track?number={t.case.number}")
    elif t.page:
        return translate(t.language, "simply here on this page")
    else:
        return translate(t.language, "simply here in this talk")


async def case_link(t: Telling) -> str:
    return left_to_right(f"{ADDRESS}/console/cases/{t.case.number}")


async def contact(t: Telling) -> str:
    office = t.tx.policy.organisation.contact
    phone = left_to_right(for_reader(office.phone, t.language))
    if t.letter or t.page:
        return f"{left_to_right(office.email)} · {phone}"
    return translate(t.language, "here in this talk, or on {phone}", phone=phone)


async def routes(t: Telling) -> str:
    """Where else one can turn: never left out, never discouraged."""
    bodies = t.tx.policy.published.bodies_in(t.tx.policy.organisation.locale)
    return listed(f"{t.say(body.name)}: {t.say(body.what)} {t.say(body.when)}" for body in bodies)


async def owner(t: Telling) -> str:
    agent = await t.tx.get(Agent, t.case.owner_id) if t.case.owner_id else None
    if agent is not None:
        return isolate(agent.display_name(t.language))
    return t.say(t.tx.policy.organisation.complaints_team)


async def organisation(t: Telling) -> str:
    return t.say(t.tx.policy.organisation.name)


async def name(t: Telling) -> str:
    return isolate(known((await complainant_of(t.tx, t.case)).name))


async def priority(t: Telling) -> str:
    label = t.tx.policy.judgement.priority_names[t.case.priority]
    return f"{left_to_right(t.case.priority)} ({t.say(label)})"


async def topics(t: Telling) -> str:
    """The points of the complaint."""
    known_topics = t.tx.policy.taxonomy.topics
    return t.joined([t.say(known_topics[issue.topic].name) for issue in await issues_of(t.tx, t.case)])


async def product(t: Telling) -> str:
    return isolate(known(await keys.unseal(t.tx, t.case.key_owner, t.case.product)))


async def answer(t: Telling) -> str:
    """The newest answer as it was sent: a person's words, and each point with what was found and why."""
    return known(next((letter for _, letter in reversed(await sent_letters(t.tx, t.case))), None)).as_text()


async def remedies(t: Telling) -> str:
    items = await remedies_of(t.tx, t.case)
    if not items:
        return translate(t.language, "nothing further is needed.")
    return t.joined([f"{remedy_name(t, item)} ({t.day(item.due_at)})" for item in items])


async def remedy(t: Telling) -> str:
    return remedy_name(t, await _item(t))


def remedy_name(t: Telling, item: RemedyItem) -> str:
    label = t.say(t.tx.policy.remedies.catalogue[item.code].name)
    if item.amount is not None and item.currency is not None:
        comma = "،" if t.language == "fa" else ","
        return f"{label}{comma} {format_money(item.amount, item.currency, t.language)}"
    return label


async def _item(t: Telling) -> RemedyItem:
    item_id = t.prompt.data.get("item_id") if t.prompt else None
    return await t.tx.get_one(RemedyItem, known(item_id))
