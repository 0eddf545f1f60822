"""What a customer can say went wrong: categories, topics, and the lowest severity each of them allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.texts import Text


@dataclass(frozen=True)
class Topic:
    """``floor``: the lowest severity (1–4) accepted for it. ``sectors``: where it makes sense; ("all",) is everywhere."""

    code: str
    name: Text
    category: str
    floor: int
    sectors: tuple[str, ...]


@dataclass(frozen=True)
class Category:
    code: str
    name: Text
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class FormProblem:
    """One box of the follow-up form that auditors know, and the topics it maps to."""

    box: int
    name: Text
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    categories: Lookup[Category]
    topics: Lookup[Topic]
    sectors: Lookup[Text]
    to_be_classified: str
    form_problems: tuple[FormProblem, ...]

    def severity_floor(self, topics: Iterable[str]) -> int:
        """The lowest severity these topics allow; 1 when there are none. KeyError for an unknown topic."""
        return max((self.topics[code].floor for code in topics), default=1)

    def in_sector(self, sector: str) -> tuple[Topic, ...]:
        return tuple(topic for topic in self.topics.values() if {"all", sector} & set(topic.sectors))


def read_taxonomy(node: Node) -> Taxonomy:
    found = node.fields("version sectors to_be_classified categories form_problems")
    sectors = Lookup((code, entry.text()) for code, entry in found["sectors"].entries())
    categories = Lookup((c.code, c) for c in (_category(entry, sectors) for entry in found["categories"].items()))
    topics = Lookup((topic.code, topic) for category in categories.values() for topic in category.topics)
    if len(categories) != len(found["categories"].items()):
        raise found["categories"].broken("a category code is used twice")
    if len(topics) != sum(len(category.topics) for category in categories.values()):
        raise found["categories"].broken("a topic code is used twice")
    return Taxonomy(
        categories=categories,
        topics=topics,
        sectors=sectors,
        to_be_classified=found["to_be_classified"].choice(list(topics)),
        form_problems=tuple(_form_problem(entry, topics) for entry in found["form_problems"].items()),
    )


def _category(node: Node, sectors: Lookup[Text]) -> Category:
    found = node.fields("code en fa sub")
    code = found["code"].string()
    topics = tuple(_topic(entry, code, sectors) for entry in found["sub"].items())
    return Category(code, node.text_of(found["en"], found["fa"]), topics)


def _topic(node: Node, category: str, sectors: Lookup[Text]) -> Topic:
    found = node.fields("code en fa floor sectors")
    code = found["code"].string()
    if not code.startswith(f"{category}."):
        raise found["code"].broken(f"must begin with {category}.")
    return Topic(
        code=code,
        name=node.text_of(found["en"], found["fa"]),
        category=category,
        floor=found["floor"].whole(1, 4),
        sectors=found["sectors"].choices(["all", *sectors]),
    )


def _form_problem(node: Node, topics: Lookup[Topic]) -> FormProblem:
    found = node.fields("box en fa topics")
    return FormProblem(
        found["box"].whole(1, 35), node.text_of(found["en"], found["fa"]), found["topics"].choices(topics)
    )
