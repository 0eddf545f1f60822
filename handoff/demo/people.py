"""Who works at the demonstration's desk. Their passwords are printed: never use these people elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from handoff.db import Transaction
from handoff.staff import Agent, add_agent
from handoff.staff.learning import record_training, today

BETWEEN_TRAININGS = timedelta(days=720)  # within the two years for which one counts


@dataclass(frozen=True)
class Person:
    name: str
    name_fa: str
    email: str
    password: str
    roles: tuple[str, ...]
    language: str
    skills: tuple[str, ...] = ()

    @property
    def role(self) -> str:
        """What they are first of all."""
        return self.roles[0]


MINA = Person("Mina Karimi", "مینا کریمی", "mina@baran.example", "mina-at-the-desk", ("agent", "investigator"), "fa")
OMID = Person("Omid Rahimi", "امید رحیمی", "omid@baran.example", "omid-at-the-desk", ("agent", "investigator"), "en")
NASRIN = Person(
    "Nasrin Azadi",
    "نسرین آزادی",
    "nasrin@baran.example",
    "nasrin-leads-the-desk",
    ("supervisor", "approver", "safety_officer", "management_rep"),
    "en",
)
# She looks at rejected answers afresh, and answers to nobody at the desk.
SHIRIN = Person("Shirin Daneshvar", "شیرین دانشور", "shirin@baran.example", "shirin-looks-again", ("reviewer",), "fa")
PARISA = Person(
    "Parisa Amini", "پریسا امینی", "parisa@baran.example", "parisa-keeps-it-private", ("privacy_officer",), "fa"
)
# He only looks: he had no part in any case.
KAMRAN = Person("Kamran Mahdavi", "کامران مهدوی", "kamran@baran.example", "kamran-reads-the-log", ("auditor",), "en")
LOGINS = (MINA, OMID, NASRIN, SHIRIN, PARISA, KAMRAN)
OUTSIDE_THE_LINE = (SHIRIN, PARISA, KAMRAN)


async def add_people(tx: Transaction) -> dict[str, Agent]:
    """Everybody, by their first names in small letters; Nasrin leads Mina and Omid."""
    people: dict[str, Agent] = {}
    for person in (NASRIN, MINA, OMID, *OUTSIDE_THE_LINE):
        people[person.email.partition("@")[0]] = await add_agent(
            tx,
            name=person.name,
            name_fa=person.name_fa,
            email=person.email,
            password=person.password,
            roles=person.roles,
            skills=person.skills,
            manager=None if person in OUTSIDE_THE_LINE else people.get("nasrin"),
            language=person.language,
        )
    await train(tx, [people[name] for name in ("mina", "omid", "shirin")], by=people["nasrin"])
    await train(tx, [people["nasrin"]], by=people["shirin"])
    return people


async def train(tx: Transaction, people: Iterable[Agent], *, by: Agent) -> None:
    """Everybody has learnt how to deal with complaints about danger: again and again in the last years, last half a year ago."""
    for person in people:
        for times in reversed(range(4)):
            passed_on = today(tx) - timedelta(days=180) - times * BETWEEN_TRAININGS
            await record_training(tx, person, module="safety", passed_on=passed_on, by=by)
