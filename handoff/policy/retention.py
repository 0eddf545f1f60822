"""How long what is kept, and what stands against erasing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handoff.policy.durations import Duration, Unit
from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.texts import Text

KEPT = "draft talk transcript survey_words archive case"
PLAIN = {Unit.MINUTE: 60, Unit.HOUR: 3600, Unit.CALENDAR_DAY: 86400, Unit.WEEK: 7 * 86400}


@dataclass(frozen=True)
class AutomaticHold:
    """A hold that comes by itself while a case is in a state or carries a flag."""

    ground: str
    name: Text
    state: str | None
    flag: str | None

    def concerns(self, state: str, flags: Iterable[str]) -> bool:
        return (self.state is not None and state == self.state) or (self.flag is not None and self.flag in flags)


@dataclass(frozen=True)
class Retention:
    keep: Lookup[Duration]
    topics: Lookup[Duration]
    answer_requests_in: Duration
    review_holds_every: Duration
    copy_includes_notes: bool
    holds: Lookup[AutomaticHold]
    grounds: Lookup[Text]

    def until(self, what: str, base: datetime) -> datetime:
        """When the time of this kind of thing is over."""
        return after(base, self.keep[what])

    def case_until(self, base: datetime, topics: Iterable[str]) -> datetime:
        """When a case may be purged: the longest of the ordinary time and those of its topics."""
        limits = [self.keep["case"], *(self.topics[code] for topic in topics for code in _places(topic, self.topics))]
        return max(after(base, limit) for limit in limits)


def read_retention(node: Node, states: Iterable[str], topics: Iterable[str]) -> Retention:
    found = node.fields("version keep topics answer_requests_in review_holds_every copy_includes_notes holds grounds")
    known_states, known_topics = list(states), set(topics)
    limits = found["topics"].entries()
    for code, entry in limits:
        if code not in known_topics:
            raise entry.broken(f"there is no topic or category {code}")
    return Retention(
        keep=Lookup((name, _length(entry)) for name, entry in found["keep"].fields(KEPT).items()),
        topics=Lookup((code, _length(entry)) for code, entry in limits),
        answer_requests_in=_length(found["answer_requests_in"]),
        review_holds_every=_length(found["review_holds_every"]),
        copy_includes_notes=found["copy_includes_notes"].flag(),
        holds=Lookup((code, _hold(code, entry, known_states)) for code, entry in found["holds"].entries()),
        grounds=Lookup((code, entry.text()) for code, entry in found["grounds"].entries()),
    )


def after(base: datetime, length: Duration) -> datetime:
    """Calendar time from a moment: no working hours, and the end of a shorter month for a day that it lacks."""
    if length.unit in PLAIN:
        return base + timedelta(seconds=PLAIN[length.unit] * length.amount)
    months = length.amount * (12 if length.unit is Unit.YEAR else 1)
    year, month = divmod(base.year * 12 + base.month - 1 + months, 12)
    day = base.day
    while True:
        try:
            return base.replace(year=year, month=month + 1, day=day)
        except ValueError:
            day -= 1


def _length(node: Node) -> Duration:
    length = node.duration()
    if length.unit in (Unit.WORKING_DAY, Unit.WORKING_HOUR):
        raise node.broken("is counted in calendar time: h, cd, wk, mo or yr")
    return length


def _hold(code: str, node: Node, states: list[str]) -> AutomaticHold:
    found = node.fields("en fa", "state flag")
    if ("state" in found) == ("flag" in found):
        raise node.broken("needs either a state or a flag")
    state = found["state"].choice(states) if "state" in found else None
    flag = found["flag"].string() if "flag" in found else None
    return AutomaticHold(code, node.text_of(found["en"], found["fa"]), state, flag)


def _places(topic: str, limits: Lookup[Duration]) -> list[str]:
    return [code for code in (topic, topic.partition(".")[0]) if code in limits]
