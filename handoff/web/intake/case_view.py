"""Everything a complainant may read about their case, and what they can do with it now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from handoff.cases import Case
from handoff.cases.choosing import choices_of
from handoff.cases.looking_up import issues_of, remedies_of
from handoff.cases.representing import may_hear_content
from handoff.cases.withdrawing import OF_STAFF, OWN
from handoff.db import Transaction
from handoff.errors import Conflict, Erased
from handoff.follow_ups.acting import Wish
from handoff.i18n import format_money
from handoff.insights.aftermath import page_of
from handoff.insights.case_files import additions_of
from handoff.insights.standing import Status, status_of
from handoff.insights.waiting_times import stood_still
from handoff.web.bodies import SentForm
from handoff.web.intake.story import Step, story_of


@dataclass(frozen=True)
class Point:
    """One issue, for saying with which part of an answer one is content."""

    id: int
    name: str


@dataclass(frozen=True)
class Promised:
    """A remedy as its complainant reads it. `late_since`: the date that was promised first, once there is another."""

    id: int
    name: str
    due_at: datetime
    done_at: datetime | None
    waived: bool
    late_since: datetime | None


@dataclass(frozen=True)
class Word:
    """Something said on the page, by us or by them."""

    ours: bool
    at: datetime
    text: str


@dataclass(frozen=True)
class View:
    number: str
    state: str
    status: Status
    choices: Sequence[str]
    points: Sequence[Point]
    remedies: Sequence[Promised]
    words: Sequence[Word]
    story: Sequence[Step]
    pauses: Sequence[tuple[datetime, datetime | None]]
    may_hear: bool


@dataclass(frozen=True)
class Wanted:
    """What was chosen: an act, the words that came with it, and the points or remedies that were ticked."""

    act: str
    text: str
    issues: Collection[int]
    items: Collection[int]
    idea: str
    why: str

    def as_wish(self, *, how: str) -> Wish:
        return Wish(
            how=how, text=self.text, issues=self.issues, items=self.items, idea=self.idea, why=self.why or "other"
        )


def wanted_act(form: SentForm, *, allowed: Collection[str]) -> Wanted:
    """Raises `Conflict` for what is not offered."""
    act = form.get("act")
    if act not in allowed:
        raise Conflict("This is not possible at the moment.", code="not_offered")
    return Wanted(
        act=act,
        text=form.get("text"),
        issues=_numbers(form, "issue"),
        items=_numbers(form, "item"),
        idea=OF_STAFF if form.get("idea") else OWN,
        why=form.get("why"),
    )


async def case_view(tx: Transaction, case: Case, language: str) -> View:
    topics = tx.policy.taxonomy.topics
    may_hear = await may_hear_content(tx, case)
    points = [Point(issue.id, topics[issue.topic].name.say(language)) for issue in await issues_of(tx, case)]
    choices = await choices_of(tx, case)
    return View(
        number=case.number,
        state=case.state,
        status=await status_of(tx, case, language),
        choices=[act for act in choices if act != "accept_part" or len(points) > 1],
        points=points,
        remedies=await _remedies(tx, case, language) if may_hear and case.final_response_at else [],
        words=await _words(tx, case) if may_hear else [],
        story=await story_of(tx, case, language),
        pauses=await stood_still(tx, case),
        may_hear=may_hear,
    )


async def _remedies(tx: Transaction, case: Case, language: str) -> list[Promised]:
    catalogue, found = tx.policy.remedies.catalogue, []
    for item in await remedies_of(tx, case):
        if item.offered_at is None:  # still being thought about: nobody was promised it
            continue
        name = catalogue[item.code].name.say(language)
        if item.amount is not None and item.currency is not None:
            name = f"{name}: {format_money(item.amount, item.currency, language)}"
        found.append(Promised(item.id, name, item.due_at, item.done_at, item.waived_at is not None, item.first_due_at))
    return found


async def _words(tx: Transaction, case: Case) -> list[Word]:
    """Both sides of the page, oldest first. Of an erased case nothing is left."""
    try:
        ours = [Word(True, message.at, message.text) for message in await page_of(tx, case)]
        theirs = [
            Word(False, said.at, said.text) for said in await additions_of(tx, case) if not said.by.startswith("agent:")
        ]
    except Erased:
        return []
    return sorted([*ours, *theirs], key=lambda word: word.at)


def _numbers(form: SentForm, name: str) -> set[int]:
    values = form.fields.get(name, [])
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10}
