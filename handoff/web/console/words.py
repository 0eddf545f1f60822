"""What the codes of the domain are called at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from handoff.cases.examination.planning import OWN
from handoff.i18n import mark, translate
from handoff.policy import Policy, Text
from handoff.staff import Agent
from handoff.web.console.later_sentences import HOWS

DEADLINES = {
    "acknowledgement": mark("Acknowledge"),
    "first_contact": mark("Get in touch"),
    "progress": mark("Say how it stands"),
    "answer_target": mark("Answer"),
    "answer_hard": mark("Answer, at the latest"),
    "acceptance": mark("The complainant may reply"),
    "verification": mark("The complainant may confirm"),
    "early_window": mark("Settle it directly"),
    "external": mark("The complainant may turn to an outside body"),
    "reply": mark("The complainant may answer our question"),
}
REASONS = {
    "asked": mark("asked for a person"),
    "safety": mark("safety"),
    "misunderstood": mark("the assistant did not understand"),
    "assistant_down": mark("the assistant is not available"),
    "case_needs_person": mark("the case needs a person"),
    "anger": mark("upset"),
    "transfer": mark("passed on by a colleague"),
}
FLAGS = {
    "safety": mark("Safety"),
    "vulnerable": mark("Vulnerable"),
    "staff_subject": mark("About staff"),
    "special": mark("Specially protected"),
    "formal": mark("Formal request"),
    "outside_interest": mark("Outside interest"),
}
CHANNELS = {
    "chat": mark("by chat"),
    "form": mark("by the form"),
    "phone": mark("by telephone"),
    "in_person": mark("in person"),
    "email": mark("by e-mail"),
    "post": mark("by post"),
    "track": mark("on the tracking page"),
    "silence": mark("by not replying"),
    **HOWS,
}
GROUPS = {
    "language": mark("By language"),
    "channel": mark("By the way in"),
    "named": mark("With a name"),
    "anonymous": mark("Without a name"),
}
PRESENCES = {"online": mark("here"), "away": mark("away"), "offline": mark("not here")}
LANGUAGE_NAMES = {"en": mark("English"), "fa": mark("Persian")}
COMPLEXITIES = {"simple": mark("Simple"), "normal": mark("Normal"), "complex": mark("Complex")}
CURRENCIES = {
    "IRT": mark("tomans"),
    "IRR": mark("rials"),
    "EUR": mark("euros"),
    "USD": mark("US dollars"),
    "GBP": mark("pounds"),
}
ACTORS = {
    "customer": mark("the complainant"),
    "assistant": mark("the assistant"),
    "system": mark("the service"),
    "form": mark("the complainant"),
    "outside": mark("somebody outside"),
}
AUDIENCES = {
    "complainant": mark("the complainant"),
    "customer": mark("the complainant"),
    "owner": mark("whoever answers for the case"),
    "queue": mark("the desk"),
    "next_level": mark("the management"),
    "deputy_approver": mark("the deputy of whoever approves"),
    "third_party": mark("whoever was asked outside"),
    "staff_concerned": mark("the colleagues concerned"),
    "action_sponsor": mark("whoever stands behind the action"),
    "process_owner": mark("whoever answers for the process"),
    "document_owner": mark("whoever answers for the document"),
}

OWN_STEP = mark("A step of its own")


class Words:
    """The same, in one reader's language. Codes that have no words here are shown as they are."""

    def __init__(self, language: str, policy: Policy) -> None:
        self.language, self.policy = language, policy

    def deadline(self, kind: str) -> str:
        return self._say(DEADLINES, kind)

    def reason(self, code: str | None) -> str:
        return self._say(REASONS, code or "asked")

    def flag(self, code: str) -> str:
        return self._say(FLAGS, code)

    def group(self, code: str) -> str:
        """What complainants are compared by, and the groups of it."""
        return self._say({**GROUPS, **CHANNELS, **LANGUAGE_NAMES}, code)

    def channel(self, code: str) -> str:
        return self._say(CHANNELS, code)

    def presence(self, code: str) -> str:
        return self._say(PRESENCES, code)

    def complexity(self, code: str) -> str:
        return self._say(COMPLEXITIES, code)

    def currency(self, code: str) -> str:
        return self._say(CURRENCIES, code)

    def topic(self, code: str) -> str:
        topic = self.policy.taxonomy.topics.get(code)
        return topic.name.say(self.language) if topic else code

    def language_name(self, code: str) -> str:
        """In the reader's own language, as one says it in a sentence; where languages are chosen each has its own name."""
        return self._say(LANGUAGE_NAMES, code)

    def state(self, code: str) -> str:
        state = self.policy.lifecycle.states.get(code)
        return state.label.say(self.language) if state else code

    def remedy(self, code: str) -> str:
        remedy = self.policy.remedies.catalogue.get(code)
        return remedy.name.say(self.language) if remedy else code

    def outcome(self, code: str) -> str:
        return self._text(self.policy.lifecycle.outcomes, code)

    def evidence(self, code: str) -> str:
        return self._text(self.policy.investigation.evidence, code)

    def interviewed(self, code: str) -> str:
        return self._text(self.policy.investigation.interviewed, code)

    def plan_step(self, code: str) -> str:
        return self._text(self.policy.investigation.plan, code) if code != OWN else translate(self.language, OWN_STEP)

    def safety_step(self, code: str) -> str:
        return self._text(self.policy.investigation.safety, code)

    def code(self, names: Mapping[str, str], code: str) -> str:
        """A code by a table of msgids."""
        return self._say(names, code)

    def priority(self, code: str) -> Markup:
        """The code too, so that colour is never the only sign."""
        name = self.policy.judgement.priority_names[code].say(self.language)
        return Markup('<span class="priority {}"><bdi>{}</bdi> {}</span>').format(code.lower(), code, name)

    def audience(self, code: str) -> str:
        roles = self.policy.lifecycle.roles
        return roles[code].say(self.language) if code in roles and code not in AUDIENCES else self._say(AUDIENCES, code)

    def actor(self, name: str, people: Mapping[int, Agent]) -> str:
        """Who "agent:7", "customer" or "system" is."""
        kind, _, number = name.partition(":")
        if kind == "agent" and number.isdigit():
            return self.person(int(number), people)
        else:
            return self._say(ACTORS, name)

    def person(self, agent_id: int | None, people: Mapping[int, Agent]) -> str:
        agent = people.get(agent_id or 0)
        return agent.display_name(self.language) if agent else translate(self.language, "a colleague")

    def for_templates(self) -> dict[str, Any]:
        """Under the names that the templates use."""
        return {
            "deadline_words": self.deadline,
            "reason_words": self.reason,
            "flag_words": self.flag,
            "channel_words": self.channel,
            "group_words": self.group,
            "how_words": self.channel,
            "presence_words": self.presence,
            "complexity_words": self.complexity,
            "language_words": self.language_name,
            "currency_words": self.currency,
            "outside_body_words": self.outside_body,
            "topic_words": self.topic,
            "priority_words": self.priority,
        }

    def outside_body(self, code: str) -> str:
        body = self.policy.published.outside_bodies.get(code)
        return body.name.say(self.language) if body else translate(self.language, "another outside body")

    def of(self, names: Mapping[str, str], code: str) -> str:
        """A code in the words of a table of its own."""
        return self._say(names, code)

    def _text(self, lookup: Mapping[str, Any], code: str) -> str:
        """What the policy calls a code: by its name, its label, or the text that it is."""
        thing = lookup.get(code)
        named = getattr(thing, "name", None) or getattr(thing, "label", None) or thing
        return named.say(self.language) if isinstance(named, Text) else code

    def _say(self, names: Mapping[str, str], code: str) -> str:
        return translate(self.language, names[code]) if code in names else code
