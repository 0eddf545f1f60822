"""Who works at the demonstration's desk. Their passwords are printed: never use these people elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.db import Transaction
from handoff.staff import Agent, add_agent


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
LOGINS = (MINA, OMID, NASRIN, SHIRIN)


async def add_people(tx: Transaction) -> dict[str, Agent]:
    """Everybody, by their first names in small letters; Nasrin leads Mina and Omid."""
    people: dict[str, Agent] = {}
    for person in (NASRIN, MINA, OMID, SHIRIN):
        people[person.email.partition("@")[0]] = await add_agent(
            tx,
            name=person.name,
            name_fa=person.name_fa,
            email=person.email,
            password=person.password,
            roles=person.roles,
            skills=person.skills,
            manager=people.get("nasrin") if person is not SHIRIN else None,
            language=person.language,
        )
    return people
