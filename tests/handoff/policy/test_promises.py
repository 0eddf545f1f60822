"""Remedies, survey, organisation and the published page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.policy import Policy, load_policy, opening_hours, outside_bodies, published_information

POLICY = load_policy()


def test_an_agent_may_promise_small_things_alone(policy: Policy) -> None:
    remedies = policy.remedies
    assert remedies.allowed("agent", "R17")
    assert remedies.allowed("agent", "R14", Decimal(5_000_000), "IRT")
    assert not remedies.allowed("agent", "R14", Decimal(5_000_001), "IRT")
    assert not remedies.allowed("agent", "R14", Decimal(1), "XBT")
    assert not remedies.allowed("agent", "R14", Decimal(1))
    assert not remedies.allowed("agent", "R12")
    assert not remedies.allowed("auditor", "R17")


def test_at_5_4_whatever_is_beyond_one_limit_goes_to_the_next_person(policy: Policy) -> None:
    """AT-5.4: a remedy above somebody's limit goes to whoever may."""
    remedies = policy.remedies
    assert remedies.lowest_role_for("R14", Decimal(100), "EUR") == "agent"
    assert remedies.lowest_role_for("R14", Decimal(101), "EUR") == "supervisor"
    assert remedies.lowest_role_for("R14", Decimal(10**9), "EUR") == "management_rep"
    assert remedies.lowest_role_for("R24") == "management_rep"


@given(st.integers(0, 2000), st.sampled_from(list(POLICY.remedies.catalogue)))
def test_a_higher_role_may_always_do_what_a_lower_one_may(amount: int, code: str) -> None:
    roles = [limit.role for limit in POLICY.remedies.limits]
    allowed = [POLICY.remedies.allowed(role, code, Decimal(amount), "EUR") for role in roles]
    assert allowed == sorted(allowed)
    assert allowed[-1]


def test_everybody_gets_the_three_fixed_questions_and_one_more(policy: Policy) -> None:
    for number in ("PA-4821-7735", "PA-0000-0000"):
        items = policy.survey.items_for(number)
        assert [item.code for item in items[:3]] == ["Q1", "Q2", "Q3"]
        assert items == policy.survey.items_for(number)
    fourth = Counter(policy.survey.items_for(f"PA-{number}")[3].code for number in range(4000))
    assert set(fourth) == {"Q4a", "Q4b", "Q4c", "Q4d"}
    assert all(900 < times < 1100 for times in fourth.values())


def test_a_small_site_asks_about_time_only(changed: Callable[[str, str, str], Path]) -> None:
    survey = load_policy(changed("survey.yaml", "rotation: true", "rotation: false")).survey
    assert {survey.items_for(f"PA-{number}")[3].code for number in range(50)} == {"Q4a"}


def test_cannot_say_is_always_offered_and_never_low(policy: Policy) -> None:
    for item in (*policy.survey.fixed, *policy.survey.rotating):
        assert [choice.value for choice in item.choices] == [1, 2, 3, 4, 5, None]
        assert item.accepts(None)
        assert not item.accepts(6)
    assert not policy.survey.is_low({"Q1": None, "Q2": 1, "Q3": 3})
    assert policy.survey.is_low({"Q1": 2})
    assert policy.survey.item("Q4c").measures == "clarity"


def test_topics_tell_which_skills_are_needed(policy: Policy) -> None:
    organisation = policy.organisation
    assert organisation.skills_for(["C02.2"]) == frozenset()
    assert organisation.skills_for(["C09.4", "C11.4"]) == {"safety", "vulnerability"}
    assert organisation.skills_for(["C04.3", "C06.1"]) == {"payments", "staff_conduct"}


@pytest.mark.parametrize(
    ("hour", "quiet"), [("20:59", False), ("21:00", True), ("03:00", True), ("07:59", True), ("08:00", False)]
)
def test_people_are_left_in_peace_at_night(policy: Policy, hour: str, quiet: bool) -> None:
    assert policy.organisation.is_quiet(time.fromisoformat(hour)) is quiet


def test_at_7_1_a_changed_limit_changes_what_is_published(
    policy: Policy, changed: Callable[[str, str, str], Path]
) -> None:
    """AT-7.1: page, assistant and letters read this one text."""
    before = published_information(policy, "en")
    own = load_policy(changed("organisation.yaml", "preset: retail_default", "preset: small_business_default"))
    after = published_information(own, "en")
    assert "Answer: normally within 10 working days, and in every case within 20 working days" in before["times"][2]
    assert any("in every case within 30 days" in line for line in after["times"])
    assert "Independent review: answered within 20 working days." in after["times"]


def test_a_limit_that_a_preset_does_not_set_is_not_published(policy: Policy) -> None:
    assert policy.published.times_for(policy.presets["eu_eba_esma"], "en") == ()
    steps = policy.published.steps_for(policy.presets["eu_eba_esma"], "en")
    assert steps
    assert not any("{" in step for step in steps)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_published_information_is_complete_in(policy: Policy, language: str) -> None:
    told = published_information(policy, language)
    assert all(told.values())
    assert "{" not in str([text for text in told.values() if isinstance(text, str)])
    assert len(told["steps"]) == 7
    assert told["remedies"][-1]["code"] == "R99"


def test_outside_bodies_are_those_of_the_organisations_country(
    policy: Policy, changed: Callable[[str, str, str], Path]
) -> None:
    assert "124" in outside_bodies(policy, "en")[1]
    abroad = load_policy(changed("organisation.yaml", "locale: IR", "locale: GB"))
    assert [body.code for body in abroad.published.bodies_in("GB")] == ["citizens_advice", "small_claims_gb"]
    assert abroad.published.safety_message("GB", "en").startswith("If anyone is in danger now, please call 999 first.")


def test_every_outside_body_has_an_owner_and_a_day_on_which_it_is_looked_at_again(policy: Policy) -> None:
    assert all(
        body.owner in policy.lifecycle.roles and body.review_by for body in policy.published.outside_bodies.values()
    )


@pytest.mark.parametrize(
    ("calendar", "english", "persian"),
    [
        ("default_en", "Monday to Friday 9:00–17:00 (London time)", "دوشنبه تا جمعه، ۹:۰۰ تا ۱۷:۰۰ (به وقت لندن)"),
        (
            "iran_fri",
            "Saturday to Wednesday 8:30–12:30 and 13:30–17:00; Thursday 8:30–13:00 (Tehran time)",
            "شنبه تا چهارشنبه، ۸:۳۰ تا ۱۲:۳۰ و ۱۳:۳۰ تا ۱۷:۰۰؛ پنجشنبه، ۸:۳۰ تا ۱۳:۰۰ (به وقت تهران)",
        ),
    ],
)
def test_opening_hours_read_well(policy: Policy, calendar: str, english: str, persian: str) -> None:
    assert opening_hours(policy.calendars[calendar], "en") == english
    assert opening_hours(policy.calendars[calendar], "fa") == persian
