"""The satisfaction survey after closure: what is asked, of whom, when, and how small numbers are treated."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from handoff.policy.durations import Duration
from handoff.policy.lookup import Lookup
from handoff.policy.published import known
from handoff.policy.reading import Node
from handoff.policy.texts import Text


@dataclass(frozen=True)
class Choice:
    """``value`` None is “cannot say”, which stays out of every average."""

    value: int | None
    label: Text


@dataclass(frozen=True)
class Item:
    code: str
    measures: str
    question: Text
    choices: tuple[Choice, ...]

    def accepts(self, value: int | None) -> bool:
        return any(choice.value == value for choice in self.choices)


@dataclass(frozen=True)
class Survey:
    """All durations of ``timing`` count from the closure, except ``remind_after``, which counts from the invitation."""

    intro: Text
    thanks: Text
    fixed: tuple[Item, ...]
    rotating: tuple[Item, ...]
    rotates: bool
    comment: Text
    contact_wanted: Text
    invite_after: Duration
    remind_after: Duration
    expires_after: Duration
    not_again_within: Duration
    census_up_to_a_month: int
    strata: tuple[str, ...]
    exclusions: Lookup[Text]
    low_score_at_most: int
    low_score_items: tuple[str, ...]
    call_back_within: Duration
    suppress_below: int
    indicative_below: int

    def items_for(self, case_number: str) -> tuple[Item, ...]:
        """The questions for this case. Which rotating one it gets depends on its number alone, so nobody can choose."""
        place = int.from_bytes(sha256(case_number.encode()).digest()[:8], "big") if self.rotates else 0
        return (*self.fixed, self.rotating[place % len(self.rotating)])

    def item(self, code: str) -> Item:
        return next(item for item in (*self.fixed, *self.rotating) if item.code == code)

    def is_low(self, answers: dict[str, int | None]) -> bool:
        """Did somebody answer one of the watched items badly enough to be called back?"""
        scores = [answers.get(code) for code in self.low_score_items]
        return any(score is not None and score <= self.low_score_at_most for score in scores)


def read_survey(node: Node) -> Survey:
    found = node.fields(
        "version intro thanks scales cannot_say items rotating rotation comment contact_wanted timing "
        "census_up_to_a_month strata excluded low_score suppress_below indicative_below"
    )
    cannot_say = Choice(None, found["cannot_say"].text())
    scales = Lookup((name, (*_scale(entry), cannot_say)) for name, entry in found["scales"].entries())
    fixed = tuple(_item(entry, scales) for entry in found["items"].items())
    rotating = tuple(_item(entry, scales) for entry in found["rotating"].items())
    if not fixed or not rotating:
        raise node.broken("needs at least one fixed and one rotating item")
    timing = found["timing"].fields("invite_after remind_after expires_after not_again_within")
    low = found["low_score"].fields("at_most items call_back_within")
    return Survey(
        intro=known(found["intro"], found["intro"].text(), ["number"]),
        thanks=found["thanks"].text(),
        fixed=fixed,
        rotating=rotating,
        rotates=found["rotation"].flag(),
        comment=found["comment"].text(),
        contact_wanted=found["contact_wanted"].text(),
        invite_after=timing["invite_after"].duration(),
        remind_after=timing["remind_after"].duration(),
        expires_after=timing["expires_after"].duration(),
        not_again_within=timing["not_again_within"].duration(),
        census_up_to_a_month=found["census_up_to_a_month"].whole(0, 10**9),
        strata=found["strata"].strings(),
        exclusions=Lookup((code, entry.text()) for code, entry in found["excluded"].entries()),
        low_score_at_most=low["at_most"].whole(1, 5),
        low_score_items=low["items"].choices([item.code for item in fixed]),
        call_back_within=low["call_back_within"].duration(),
        suppress_below=found["suppress_below"].whole(1, 1000),
        indicative_below=found["indicative_below"].whole(1, 1000),
    )


def _scale(node: Node) -> tuple[Choice, ...]:
    choices = []
    for place, entry in enumerate(node.items(), start=1):
        found = entry.fields("value en fa")
        if found["value"].whole(1, 5) != place:
            raise found["value"].broken("the values must run from 1 upwards without a gap")
        choices.append(Choice(place, entry.text_of(found["en"], found["fa"])))
    return tuple(choices)


def _item(node: Node, scales: Lookup[tuple[Choice, ...]]) -> Item:
    found = node.fields("code measures scale en fa")
    return Item(
        code=found["code"].string(),
        measures=found["measures"].string(),
        question=node.text_of(found["en"], found["fa"]),
        choices=scales[found["scale"].choice(list(scales))],
    )
