"""The letter with which a complaint is answered: made from what was found and promised, so that it cannot say anything else.

A person writes its own words; the points, the remedies and the ways on are put in from the case and the policy. Once sent it
is kept part by part under the case's seal and never changes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.models import Answer, Case, Issue, RemedyItem
from handoff.cases.parties import complainant_of
from handoff.db import Transaction, keys
from handoff.i18n import for_reader, format_date, format_day, format_money, isolate, left_to_right, mark, translate
from handoff.staff import Agent

UPHELD = ("upheld", "partly_upheld")
NO_REASON = mark("You need not give a reason, and whatever we owe you is yours either way.")
REVIEW = mark(
    "If you do not agree, tell us within {window}, on the page of your case, by e-mail or by telephone. Somebody who was not "
    "involved will then look at it afresh."
)
REVIEW_ANY_TIME = mark(
    "If you do not agree, tell us, on the page of your case, by e-mail or by telephone. Somebody who was not involved will "
    "then look at it afresh."
)
LAST = mark("This is our final answer. Inside our organisation there is no further stage.")


@dataclass(frozen=True, kw_only=True)
class Point:
    """One issue as the letter answers it. `outcome` and `reason` are empty while they are missing."""

    topic: str
    claim: str = ""
    outcome: str = ""
    reason: str = ""
    remedies: tuple[str, ...] = ()
    why_no_remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything ready to be read, in the complainant's language."""

    language: str
    number: str
    date: str
    greeting: str
    words: str
    points: tuple[Point, ...]
    remedies: tuple[str, ...]  # for the complaint as a whole
    ways_on: tuple[str, ...]  # inside the organisation
    bodies: tuple[str, ...]  # outside
    contact: tuple[str, ...]
    signed: str
    organisation: str

    def as_text(self) -> str:
        """The words and the points: what a message says whose frame names the remedies and the ways on."""
        lines = []
        for point in self.points:
            said = " ".join(part for part in (point.outcome, point.reason, point.why_no_remedy) if part)
            lines.append(f"• {point.topic}: {said}")
        return "\n\n".join(part for part in (self.words, "\n".join(lines)) if part)


async def compose(
    tx: Transaction, case: Case, words: str, *, signed: Agent | None, at: datetime | None = None
) -> Letter:
    """The letter as it would go out now. What is missing is left empty: `cases.conditions` refuses to send it so."""
    language, policy = case.language, tx.policy
    name = (await complainant_of(tx, case)).name
    items = [item for item in await remedies_of(tx, case) if item.offered_at is None]
    frame = policy.prompts
    office = policy.organisation.contact
    return Letter(
        language=language,
        number=case.number,
        date=format_date(at or tx.clock.now(), language, policy.calendars[case.calendar].time_zone),
        greeting=frame.greeting_named.say(language).format(name=isolate(name))
        if name
        else frame.greeting_unnamed.say(language),
        words=words.strip(),
        points=tuple([await _point(tx, case, issue, items) for issue in await issues_of(tx, case)]),
        remedies=tuple([await remedy_line(tx, case, item) for item in items if item.issue_id is None]),
        ways_on=_ways_on(tx, case),
        bodies=tuple(
            f"{body.name.say(language)}: {body.what.say(language)} {body.when.say(language)}"
            for body in policy.published.bodies_in(policy.organisation.locale)
        ),
        contact=(
            left_to_right(office.email),
            left_to_right(for_reader(office.phone, language)),
            office.address.say(language),
        ),
        signed=signed.display_name(language) if signed else "",
        organisation=policy.organisation.name.say(language),
    )


def without_name(tx: Transaction, letter: Letter) -> Letter:
    """The letter for a reader who may not see whom it goes to."""
    return replace(letter, greeting=tx.policy.prompts.greeting_unnamed.say(letter.language))


async def keep_letter(tx: Transaction, case: Case, answer: Answer, letter: Letter) -> None:
    """As it was sent, for ever."""
    answer.letter = await keys.seal(tx, case.key_owner, json.dumps(asdict(letter), ensure_ascii=False))


async def letter_of(tx: Transaction, case: Case, answer: Answer) -> Letter:
    """The letter of a sent answer as it went; of one that was not sent yet, as it would go now."""
    kept = await keys.unseal(tx, case.key_owner, answer.letter)
    if kept is not None:
        return _read(json.loads(kept))
    words = await keys.unseal(tx, case.key_owner, answer.body) or ""
    return await compose(tx, case, words, signed=await tx.get(Agent, answer.by_id), at=answer.sent_at)


async def sent_letters(tx: Transaction, case: Case) -> list[tuple[Answer, Letter]]:
    """What the complainant was answered, oldest first: after a review there is more than one."""
    rows = await tx.scalars(
        select(Answer).where(Answer.case_id == case.id, Answer.sent_at.is_not(None)).order_by(Answer.id)
    )
    return [(answer, await letter_of(tx, case, answer)) for answer in rows]


async def remedy_line(tx: Transaction, case: Case, item: RemedyItem) -> str:
    """What is promised, how much, by when: one line in the complainant's language."""
    language, policy = case.language, tx.policy
    known = policy.remedies.catalogue.get(item.code)
    line = known.name.say(language) if known else item.code
    if item.amount is not None:
        line = f"{line}: {format_money(item.amount, item.currency or policy.organisation.currency, language)}"
    if detail := await keys.unseal(tx, case.key_owner, item.detail):
        line = f"{line} ({detail})"
    day = format_day(item.due_at, language, policy.calendars[case.calendar].time_zone)
    return translate(language, "{remedy}, by {day}", remedy=line, day=day)


async def _point(tx: Transaction, case: Case, issue: Issue, items: Sequence[RemedyItem]) -> Point:
    topic = tx.policy.taxonomy.topics.get(issue.topic)
    outcome = tx.policy.lifecycle.outcomes.get(issue.outcome or "")
    return Point(
        topic=topic.name.say(case.language) if topic else issue.topic,
        claim=await keys.unseal(tx, case.key_owner, issue.claim) or "",
        outcome=outcome.public.say(case.language) if outcome else "",
        reason=await keys.unseal(tx, case.key_owner, issue.finding) or "",
        remedies=tuple([await remedy_line(tx, case, item) for item in items if item.issue_id == issue.id]),
        why_no_remedy=await keys.unseal(tx, case.key_owner, issue.why_no_remedy) or "",
    )


def _ways_on(tx: Transaction, case: Case) -> tuple[str, ...]:
    language = case.language
    if case.stage >= tx.policy.organisation.profile.stages:
        return (translate(language, LAST),)
    window = tx.policy.presets[case.preset].acceptance_window
    first = (
        translate(language, REVIEW, window=window.in_words(language))
        if window
        else translate(language, REVIEW_ANY_TIME)
    )
    return (first, translate(language, NO_REASON))


def _read(kept: dict[str, Any]) -> Letter:
    points = tuple(Point(**{**point, "remedies": tuple(point["remedies"])}) for point in kept.pop("points"))
    parts: dict[str, Any] = {name: tuple(part) if isinstance(part, list) else part for name, part in kept.items()}
    return Letter(points=points, **parts)
