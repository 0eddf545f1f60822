"""The published information as one plain structure, in one language: what the page, the form and the assistant tell."""

from __future__ import annotations

from typing import TypedDict

from handoff.policy.loading import Policy
from handoff.policy.opening_hours import opening_hours


class WishedRemedy(TypedDict):
    code: str
    text: str


class PublishedInformation(TypedDict):
    how: str
    what_to_bring: list[str]
    steps: list[str]
    times: list[str]
    options: list[str]
    outside_bodies: list[str]
    free: str
    privacy: str
    emergency_number: str
    hours_text: str
    remedies: list[WishedRemedy]


def published_information(policy: Policy, language: str) -> PublishedInformation:
    """Every limit and contact in it is the one in force, so it cannot contradict what the clocks do."""
    published, organisation = policy.published, policy.organisation
    return {
        "how": "\n".join(published.how_to(organisation, language)),
        "what_to_bring": [text.say(language) for text in published.what_to_bring],
        "steps": list(published.steps_for(policy.preset, language)),
        "times": list(published.times_for(policy.preset, language)),
        "options": [text.say(language) for text in published.options],
        "outside_bodies": outside_bodies(policy, language),
        "free": published.free.say(language),
        "privacy": published.privacy.say(language),
        "emergency_number": published.emergency_number(organisation.locale, language),
        "hours_text": opening_hours(policy.calendar, language),
        "remedies": [
            {"code": remedy.code, "text": remedy.name.say(language)}
            for remedy in policy.remedies.catalogue.values()
            if remedy.is_public
        ],
    }


def outside_bodies(policy: Policy, language: str) -> list[str]:
    """One paragraph for each outside body of the organisation's country: for pages, decisions and delay letters."""
    bodies = policy.published.bodies_in(policy.organisation.locale)
    return [f"{body.name.say(language)}: {body.what.say(language)} {body.when.say(language)}" for body in bodies]
