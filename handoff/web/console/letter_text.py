"""A first draft of the answer's letter, from what was found and what is offered, in the complainant's language."""

from __future__ import annotations

from collections.abc import Sequence

from handoff.cases import Case, Issue
from handoff.cases.answering import Remedy
from handoff.i18n import format_day, format_money, mark, translate
from handoff.policy import Policy
from handoff.staff import Agent
from handoff.web.console.answer_form import Written

ASK = mark(
    "Please tell us whether this settles the matter for you. You can answer in the talk or on the tracking page."
)


def letter_text(
    case: Case, issues: Sequence[Issue], written: Written, *, name: str | None, agent: Agent, policy: Policy
) -> str:
    """To be read through and changed by the agent. How to object and where else to turn is added when it is sent."""
    language = case.language
    lines = [
        translate(language, "Dear {name},", name=name) if name else translate(language, "Hello,"),
        translate(
            language, "Thank you for telling us what happened. We have looked into your complaint {number}.",
            number=case.number,
        ),
        *[_finding(issue, written, policy, language) for issue in issues if issue.id in written.findings],
    ]  # fmt: skip
    if written.remedies:
        promised = "\n".join(f"• {_remedy(remedy, policy, language)}" for remedy in written.remedies)
        lines.append(translate(language, "To put this right, we will do the following:") + "\n" + promised)
    lines.append(translate(language, ASK))
    lines.append(f"{agent.display_name(language)}\n{policy.organisation.name.say(language)}")
    return "\n\n".join(lines)


def _finding(issue: Issue, written: Written, policy: Policy, language: str) -> str:
    finding = written.findings[issue.id]
    topic = policy.taxonomy.topics[issue.topic].name.say(language)
    outcome = policy.lifecycle.outcomes[finding.outcome].public.say(language)
    return f"{topic}: {outcome} {finding.reason}"


def _remedy(remedy: Remedy, policy: Policy, language: str) -> str:
    known = policy.remedies.catalogue.get(remedy.code)
    name = known.name.say(language) if known else remedy.code
    if remedy.amount is not None:
        name = f"{name}: {format_money(remedy.amount, remedy.currency or policy.organisation.currency, language)}"
    if remedy.detail:
        name = f"{name} ({remedy.detail})"
    day = format_day(remedy.due_at, language, policy.calendar.time_zone)
    return translate(language, "{remedy}, by {day}", remedy=name, day=day)
