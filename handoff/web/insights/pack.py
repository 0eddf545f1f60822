"""The review pack in the reader's words: from the frozen data alone, so that page and paper say the same for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from handoff.governance.reviewing import BY_PEOPLE, INPUTS
from handoff.i18n import format_date, format_number, format_percent, isolate
from handoff.insights.measures.figures import Figure, Line
from handoff.insights.periods import Period
from handoff.insights.registers import ReviewFile
from handoff.policy import Policy
from handoff.policy.measures import Measure
from handoff.staff import Agent
from handoff.web.insights.naming import Naming
from handoff.web.keys import AGENT, SERVICES, TEMPLATES


@dataclass(frozen=True)
class Row:
    """A measure with its figure now and before."""

    measure: Measure
    now: Figure
    before: Figure
    hint: bool


class Pack:
    """What the templates ask of a snapshot."""

    def __init__(self, language: str, policy: Policy, data: Mapping[str, Any]) -> None:
        self.language, self.policy, self.data = language, policy, data
        self.name = Naming(language, policy)
        self.zone = ZoneInfo(policy.calendar.time_zone)
        self.period = Period(date.fromisoformat(data["start"]), date.fromisoformat(data["last"]), self.zone)

    @property
    def as_of(self) -> datetime:
        return datetime.fromisoformat(self.data["as_of"])

    def rows(self, *codes: str) -> list[Row]:
        """The measures by their codes, or all of them."""
        few = self.policy.measures.indicative_below
        found = []
        for code, measure in self.policy.measures.catalogue.items():
            if (not codes or code in codes) and code in self.data["figures"]:
                now, before = self.figure(self.data["figures"][code]), self.figure(self.data["before"][code])
                found.append(Row(measure, now, before, measure.unit in ("share", "days") and now.n < few))
        return found

    def figure(self, data: Mapping[str, Any]) -> Figure:
        lines = tuple(Line(code, n, hits, value, cost=cost) for code, n, hits, value, cost in data["lines"])
        return Figure(
            data["measure"], self.period, data["n"], data["hits"], data["value"], data["low"], data["high"],
            data["kind"], lines, data["extra"],
        )  # fmt: skip

    def said(self, row: Row, figure: Figure) -> str:
        """The figure's value as one reads it, or that there is too little."""
        if figure.n < row.measure.minimum:
            return "–"
        elif row.measure.unit == "money":
            return " · ".join(self.name.money(line) for line in figure.lines) or "–"
        elif row.measure.unit == "list":
            return format_number(figure.n, self.language)
        else:
            return self.name.value(figure)

    def causes(self) -> Figure:
        return self.figure(self.data["causes"])

    def response(self) -> Figure:
        return self.figure(self.data["response"])

    def items(self) -> list[tuple[str, str, int]]:
        """Each question with its share of four and five, and how many could say."""
        least = self.policy.survey.suppress_below
        found = []
        for item in (*self.policy.survey.fixed, *self.policy.survey.rotating):
            top = self.data["items"].get(item.code)
            hits, n = top or (0, 0)
            found.append((item.question.say(self.language), self.share(hits, n) if n >= least else "–", n))
        return found

    def share(self, hits: int, n: int) -> str:
        return format_percent(hits / n, self.language, places=0) if n else "–"

    def target(self, objective: Mapping[str, Any], key: str) -> str:
        value = objective[key]
        if value is None:
            return "–"
        unit = self.policy.measures.catalogue[objective["metric"]].unit
        return (
            format_percent(value, self.language, places=1)
            if unit == "share"
            else format_number(value, self.language, places=1)
        )

    def own(self, text: str) -> str:
        """Somebody's words in their own direction, also on paper, where the renderer knows no isolation."""
        return isolate(text)

    def span(self) -> tuple[str, str]:
        return format_date(self.period.start, self.language), format_date(self.period.last, self.language)


def pack_html(request: web.Request, file: ReviewFile, pack: Pack, people: Mapping[int, Agent]) -> str:
    """The pack as a page of its own, for paper."""
    services, language = request.app[SERVICES], request[AGENT].language
    return request.app[TEMPLATES].get_template("insights/pack.html").render(
        language=language, zone=services.policy.calendar.time_zone, now=services.clock.now(),
        organisation=services.policy.organisation, policy=services.policy, file=file, pack=pack, people=people,
        name=pack.name, inputs=INPUTS, by_people=BY_PEOPLE,
    )  # fmt: skip
