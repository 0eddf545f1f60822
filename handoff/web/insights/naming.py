"""What the parts of a figure are called."""

from __future__ import annotations

from handoff.i18n import for_reader, format_money, format_number, format_percent, mark, translate
from handoff.insights.measures.figures import Figure, Line
from handoff.policy import Policy
from handoff.web.console.words import Words

PARTS = {
    "open": mark("Open now"),
    "late": mark("Late now"),
    "no_topic": mark("Topic not confirmed"),
    "no_outcome": mark("Answered without outcome"),
    "no_cause": mark("Upheld without cause"),
    "ideas": mark("Ideas handed in"),
    "read": mark("Colleagues who read the policy in force"),
    "not_reached": mark("Not spoken to yet"),
    "none": mark("Without an outcome"),
    "not_drawn": mark("Not drawn"),
    "yes": mark("In vulnerable circumstances"),
    "no": mark("Not in vulnerable circumstances"),
    "days": mark("Days to the answer (median)"),
    "upheld": mark("Upheld"),
    "content": mark("Satisfied"),
    "": mark("Not known"),
    "all": mark("All complaints"),
}


class Naming:
    """In one reader's language."""

    def __init__(self, language: str, policy: Policy) -> None:
        self.language, self.policy, self.words = language, policy, Words(language, policy)

    def line(self, figure: Figure, line: Line) -> str:
        return self.code(figure.kind, line.code)

    def code(self, kind: str, code: str) -> str:
        policy, language = self.policy, self.language
        if kind in ("topic", "category") or code in policy.taxonomy.categories:
            return self.topic(code)
        elif kind == "cause" and code in policy.causes:
            return policy.causes[code].name.say(language)
        elif kind == "outcome" and code in policy.lifecycle.outcomes:
            return policy.lifecycle.outcomes[code].label.say(language)
        elif kind == "closure" and code in policy.lifecycle.closure_reasons:
            return policy.lifecycle.closure_reasons[code].label.say(language)
        elif kind == "remedy":
            return self.words.remedy(code)
        elif kind == "channel":
            return self.words.channel(code)
        elif kind == "currency":
            return self.words.currency(code)
        elif kind == "exclusion" and code in policy.survey.exclusions:
            return policy.survey.exclusions[code].say(language)
        elif kind == "source" and code in policy.improvement.sources:
            return policy.improvement.sources[code].say(language)
        elif kind == "register" and code in policy.improvement.results:
            return policy.improvement.results[code].say(language)
        else:
            return self._counted(kind, code)

    def topic(self, code: str) -> str:
        taxonomy = self.policy.taxonomy
        if code in taxonomy.categories:
            return taxonomy.categories[code].name.say(self.language)
        elif code in taxonomy.topics:
            return taxonomy.topics[code].name.say(self.language)
        else:
            return self._part(code)

    def enough(self, figure: Figure, line: Line) -> bool:
        """Whether a part is large enough to be told: what people answered, and how groups fare, is not told of a handful."""
        return figure.kind not in ("outcome", "group") or line.n >= self.policy.measures.suppress_below

    def value(self, figure: Figure, value: float | None = None) -> str:
        """The figure's own value, in its unit; a dash where there is none."""
        value = figure.value if value is None else value
        unit = self.policy.measures.catalogue[figure.measure].unit
        if value is None:
            return "–"
        elif unit == "share":
            return format_percent(value, self.language, places=1)
        elif unit == "days":
            return self.days(value)
        else:
            return format_number(value, self.language, places=0)

    def days(self, value: float) -> str:
        if value < 1:
            minutes = format_number(value * 1440, self.language, places=0)
            return translate(self.language, "{n} minutes", n=minutes)
        return translate(self.language, "{n} days", n=format_number(value, self.language, places=0))

    def range(self, line: Figure | Line) -> str:
        if line.low is None or line.high is None:
            return ""
        low, high = (format_percent(end, self.language, places=1) for end in (line.low, line.high))
        return translate(self.language, "between {low} and {high}", low=low, high=high)

    def number(self, value: float) -> str:
        return format_number(value, self.language, places=0)

    def share(self, value: float | None) -> str:
        return format_percent(value, self.language, places=1) if value is not None else "–"

    def money(self, line: Line) -> str:
        return format_money(line.cost or 0, line.code or self.policy.organisation.currency, self.language)

    def _counted(self, kind: str, code: str) -> str:
        name, _, rest = code.partition(":")
        if kind == "promise":
            preset = self.policy.presets.get(rest)
            whose = preset.name.say(self.language) if preset else translate(self.language, "our own target")
            return f"{self.words.deadline(name)} ({whose})"
        elif kind == "group":
            member, _, what = rest.partition(":")
            who = self.words.channel(member) if name == "channel" else self._part(member)
            who = self.words.language_name(member) if name == "language" else who
            return f"{who}: {self._part(what)}"
        elif name in ("up_to", "over", "open_after"):
            texts = {
                "up_to": mark("up to {n} days"),
                "over": mark("more than {n} days"),
                "open_after": mark("still open after {n} days"),
            }
            return translate(self.language, texts[name], n=int(rest))
        else:
            return self._part(code)

    def _part(self, code: str) -> str:
        return translate(self.language, PARTS[code]) if code in PARTS else for_reader(code, self.language)
