"""Whose desk this is, and which of the presets, calendars and controls it has put in force."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import time

from handoff.policy.colours import unreadable
from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.taxonomy import Taxonomy
from handoff.policy.texts import LANGUAGES, Text

FLAGS = ("safety", "vulnerable", "staff_subject")
PROFILES = ("standard", "small_business")


@dataclass(frozen=True)
class Profile:
    """How much control there is. ``stages``: internal stages, 1 or 2. ``four_eyes``: approver and investigator differ.

    ``recheck_percent``, ``recheck_at_least``: how many of a month's closed cases are read again by chance. Who decides with
    one pair of eyes reads more of them.
    ``automatic_second_look_from_severity``: not upheld at this severity or above goes to stage 2 by itself; None is off.
    """

    code: str
    stages: int
    four_eyes: bool
    automatic_second_look_from_severity: int | None
    recheck_percent: int
    recheck_at_least: int

    @property
    def small(self) -> bool:
        """One to three people: what they do not need is not shown to them."""
        return self.code == "small_business"


@dataclass(frozen=True)
class Training:
    """What people at the desk learn. ``needed_for``: cases with one of these flags are only given to who has passed it."""

    code: str
    name: Text
    valid_months: int
    needed_for: frozenset[str]


@dataclass(frozen=True)
class Contact:
    email: str
    phone: str
    address: Text


@dataclass(frozen=True)
class Organisation:
    name: Text
    about: Text
    assistant: Text
    complaints_team: Text
    contact: Contact
    accent: str
    accent_dark: str
    languages: tuple[str, ...]
    default_language: str
    locale: str
    currency: str
    calendar: str
    preset: str
    regimes: tuple[str, ...]
    topic_regimes: Lookup[str]
    profile: Profile
    quiet_from: time
    quiet_until: time
    talks_at_once: int
    cases_at_once: int
    skills: Lookup[Text]
    skills_by_topic: Lookup[str]
    trainings: Lookup[Training]

    def skills_for(self, topics: Iterable[str]) -> frozenset[str]:
        """What somebody must be able to do to take these topics; a topic's own entry adds to its category's."""
        places = {place for topic in topics for place in (topic, topic.partition(".")[0])}
        return frozenset(skill for place, skill in self.skills_by_topic.items() if place in places)

    def is_quiet(self, local: time) -> bool:
        """Must complainants be left in peace at this local time? (Safety and their own fresh question go first.)"""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= local < self.quiet_until
        else:
            return local >= self.quiet_from or local < self.quiet_until


def read_organisation(
    node: Node, taxonomy: Taxonomy, presets: Collection[str], calendars: Collection[str], locales: Collection[str]
) -> Organisation:
    found = node.fields(
        "version name about assistant complaints_team contact brand languages default_language locale currency calendar "
        "preset regimes topic_regimes profile quiet_hours capacity skills skills_by_topic",
        "trainings",
    )
    contact = found["contact"].fields("email phone address")
    brand = found["brand"].fields("accent accent_dark")
    quiet = found["quiet_hours"].fields("from until")
    capacity = found["capacity"].fields("talks cases")
    languages = found["languages"].choices(LANGUAGES)
    skills = Lookup((code, entry.text()) for code, entry in found["skills"].entries())
    return Organisation(
        name=found["name"].text(),
        about=found["about"].text(),
        assistant=found["assistant"].text(),
        complaints_team=found["complaints_team"].text(),
        contact=Contact(contact["email"].string(), contact["phone"].string(), contact["address"].text()),
        accent=_accent(brand["accent"], dark=False),
        accent_dark=_accent(brand["accent_dark"], dark=True),
        languages=languages,
        default_language=found["default_language"].choice(languages),
        locale=found["locale"].choice(locales),
        currency=found["currency"].string(),
        calendar=found["calendar"].choice(calendars),
        preset=found["preset"].choice(presets),
        regimes=found["regimes"].choices(presets),
        topic_regimes=_by_topic(found["topic_regimes"], taxonomy, presets),
        profile=_profile(found["profile"]),
        quiet_from=quiet["from"].hour(),
        quiet_until=quiet["until"].hour(),
        talks_at_once=capacity["talks"].whole(1, 100),
        cases_at_once=capacity["cases"].whole(1, 1000),
        skills=skills,
        skills_by_topic=_by_topic(found["skills_by_topic"], taxonomy, skills),
        trainings=_trainings(found["trainings"]) if "trainings" in found else Lookup(),
    )


def _trainings(node: Node) -> Lookup[Training]:
    return Lookup((code, _training(code, entry)) for code, entry in node.entries())


def _training(code: str, node: Node) -> Training:
    found = node.fields("en fa valid_months needed_for")
    flags = found["needed_for"].choices(FLAGS)
    return Training(code, node.text_of(found["en"], found["fa"]), found["valid_months"].whole(1, 120), frozenset(flags))


def _profile(node: Node) -> Profile:
    found = node.fields("code stages four_eyes", "automatic_second_look_from_severity recheck_percent recheck_at_least")
    automatic = found.get("automatic_second_look_from_severity")
    percent, at_least = found.get("recheck_percent"), found.get("recheck_at_least")
    code, four_eyes = found["code"].choice(PROFILES), found["four_eyes"].flag()
    if code != "small_business" and not four_eyes:
        raise found["four_eyes"].broken("only a small business may decide with one pair of eyes")
    return Profile(
        code=code,
        recheck_percent=percent.whole(1, 100) if percent else (5 if four_eyes else 20),
        recheck_at_least=at_least.whole(1, 1000) if at_least else 2,
        stages=found["stages"].whole(1, 2),
        four_eyes=four_eyes,
        automatic_second_look_from_severity=automatic.whole(1, 4) if automatic else None,
    )


def _by_topic(node: Node, taxonomy: Taxonomy, options: Collection[str]) -> Lookup[str]:
    for code, entry in node.entries():
        if code not in taxonomy.topics and code not in taxonomy.categories:
            raise entry.broken("is not a topic or category of the taxonomy")
    return Lookup((code, entry.choice(options)) for code, entry in node.entries())


def _accent(node: Node, *, dark: bool) -> str:
    """A colour with which every page can still be read."""
    if not re.fullmatch(r"#[0-9a-f]{6}", node.string()):
        raise node.broken("must be a colour such as #0f5e66")
    if (why := unreadable(node.string(), dark=dark)) is not None:
        raise node.broken(f"cannot be read by everybody: {why}")
    return node.string()
