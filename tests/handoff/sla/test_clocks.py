"""Several regimes bind one case, each by itself; of our own limits the strictest counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handoff.cases import Case
from handoff.policy import Lookup, load_policy
from handoff.sla.clocks import Clocks

RECEIVED = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def case(priority="P3", flags=()) -> Case:
    return Case(
        preset="retail_default", calendar="iran_thu_fri", priority=priority, flags=list(flags), received_at=RECEIVED,
        registered_at=RECEIVED,
    )  # fmt: skip


def bound_by(*regimes, topics=()):
    policy = load_policy()
    organisation = replace(policy.organisation, regimes=regimes, topic_regimes=Lookup(topics))
    return replace(policy, organisation=organisation)


@pytest.mark.parametrize(
    ("priority", "contact", "progress", "target", "hard"),
    [
        ("P1", "1wh", "1wd", "2wd", "10wd"),
        ("P2", "4wh", "3wd", "5wd", "15wd"),
        ("P3", "1wd", "5wd", "10wd", "20wd"),
        ("P4", "1wd", "5wd", "10wd", "20wd"),  # our own two days for P4 give way to the preset's one
    ],
)
def test_the_priority_makes_limits_stricter_never_laxer(priority, contact, progress, target, hard):
    clocks = Clocks(load_policy(), case(priority), ["C02.1"])
    found = {clock.kind: str(clock.duration) for clock in clocks.at_registration()}
    assert found == {
        "acknowledgement": "24h", "first_contact": contact, "progress": progress, "answer_target": target,
        "answer_hard": hard,
    }  # fmt: skip


def test_a_further_regime_has_clocks_of_its_own():
    policy = bound_by("ir_cbi_bank")
    answers = [clock for clock in Clocks(policy, case(), ["C02.1"]).answer(RECEIVED) if clock.kind == "answer_hard"]
    assert [(clock.preset, str(clock.duration), clock.hard) for clock in answers] == [
        ("service", "20wd", False),
        ("ir_cbi_bank", "30wd", True),
    ]


def test_a_regime_may_bind_only_some_topics():
    policy = bound_by(topics=[("C10", "uk_data_protection")])
    about_privacy = Clocks(policy, case(), ["C10.1"]).at_registration()
    about_goods = Clocks(policy, case(), ["C02.1"]).at_registration()
    assert "uk_data_protection" in {clock.preset for clock in about_privacy}
    assert "uk_data_protection" not in {clock.preset for clock in about_goods}


def test_only_soft_clocks_of_regimes_that_allow_it_may_stand_still():
    clocks = Clocks(bound_by("ir_cbi_bank"), case(), ["C02.1"]).answer(RECEIVED)
    assert {(clock.kind, clock.preset) for clock in clocks if clock.pausable} == {("answer_target", "service")}


def test_nothing_is_due_before_it_began():
    for priority in ("P1", "P2", "P3", "P4"):
        for clock in Clocks(load_policy(), case(priority, ["safety"]), ["C09.1"]).at_registration():
            assert clock.due_at > clock.base_at
