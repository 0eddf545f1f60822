"""The prompts: they begin, they end, they reach somebody, and their words can be filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from handoff.policy import Policy, PolicyBroken, load_policy
from handoff.policy.prompts import PLACEHOLDERS


def test_every_move_that_a_complainant_must_hear_of_starts_a_prompt(policy: Policy) -> None:
    told = {
        transition
        for prompt in policy.prompts.rules.values()
        if prompt.reaches_complainant
        for transition in prompt.transitions
    }
    assert {"T01", "T06", "T08", "T10", "T17", "T21", "T22", "T25", "T29", "T40"} <= told


def test_the_right_prompts_start_with_a_move(policy: Policy) -> None:
    assert [prompt.id for prompt in policy.prompts.started_by("T17")] == ["P14", "P15", "P16"]
    assert [prompt.id for prompt in policy.prompts.started_by_happening("safety_flag")] == ["P26"]
    assert policy.prompts.started_by("T04") == ()


def test_whatever_repeats_or_reminds_has_an_end(policy: Policy) -> None:
    endless = [
        prompt.id
        for prompt in policy.prompts.rules.values()
        if (prompt.repeat or len({str(message.when) for message in prompt.messages}) > 1) and not prompt.stops
    ]
    assert endless == []


def test_decisions_and_legal_notices_go_although_somebody_asked_us_to_stop_writing(policy: Policy) -> None:
    notices = {code for code, prompt in policy.prompts.rules.items() if prompt.despite_stop}
    assert notices == {"P01", "P10", "P14", "P21", "P22"}


def test_only_what_cannot_wait_breaks_the_quiet_hours(policy: Policy) -> None:
    assert {code for code, prompt in policy.prompts.rules.items() if prompt.urgent} == {"P01", "P10", "P14", "P26"}
    assert str(policy.prompts.rules["P26"].repeat) == "15min"


@pytest.mark.parametrize(
    ("code", "moments"),
    [
        ("P04", ["start + 24h"]),
        ("P08", ["50%", "75%", "90%", "100%"]),
        ("P09", ["due - 2wd"]),
        ("P11", ["start", "start + 3cd", "start + 7cd"]),
        ("P16", ["start + 5cd", "start + 10cd"]),
        ("P19", ["start + 2cd", "start + 6cd"]),
        ("P22", ["start", "50%"]),
        ("P27", ["due - 5wd", "due", "due + 5wd"]),
        ("P29", ["due - 30cd", "due - 7cd", "due"]),
        ("P31", ["start + 3wd", "start + 5wd"]),
    ],
)
def test_prompts_come_at_the_published_moments(policy: Policy, code: str, moments: list[str]) -> None:
    assert [str(message.when) for message in policy.prompts.rules[code].messages] == moments


def test_the_three_answers_to_a_decision_are_one_tap_away(policy: Policy) -> None:
    for message in policy.prompts.rules["P16"].messages:
        assert [button.act for button in message.buttons] == ["accept", "reject", "ask_question"]


def test_every_text_can_be_filled_in_both_languages(policy: Policy) -> None:
    values = dict.fromkeys(PLACEHOLDERS, "…")
    for prompt in policy.prompts.rules.values():
        for message in prompt.messages:
            for text in (message.wording.subject, message.wording.body):
                for language in ("en", "fa"):
                    assert "{" not in text.say(language).format_map(values)


def test_a_link_stands_last_in_its_line_so_that_no_full_stop_gets_into_it(policy: Policy) -> None:
    bodies = [message.wording.body for prompt in policy.prompts.rules.values() for message in prompt.messages]
    assert [body for body in bodies for text in (body.en, body.fa) if re.search(r"_link\}.", text)] == []


def test_staff_see_no_contact_data_of_the_complainant_where_they_need_none(policy: Policy) -> None:
    for message in policy.prompts.rules["P15"].messages:
        assert not message.wording.body.placeholders & {"contact", "name", "secret", "track_link"}


def test_the_tracking_code_is_told_once_and_only_to_the_complainant(policy: Policy) -> None:
    told = [
        (prompt.id, message.to)
        for prompt in policy.prompts.rules.values()
        for message in prompt.messages
        if "secret" in message.wording.body.placeholders | message.wording.subject.placeholders
    ]
    assert told == [("P01", ("complainant",))]


def test_whoever_rejects_hears_where_else_to_turn(policy: Policy) -> None:
    for code in ("P01", "P10", "P14", "P22"):
        assert "routes" in policy.prompts.rules[code].messages[0].wording.body.placeholders


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("happening: safety_flag", "happening: safety_flags", "“safety_flags” is not one of"),
        ("    happening: survey_due\n", "", "starts either with transitions or with a happening"),
        ("    timers: [D17]\n", "    timers: [D77]\n", "“D77” is not one of"),
        ("when: start + 24h", "when: after 24h", "must be a moment"),
        ("when: 50%, to: [owner]", "when: 150%, to: [owner]", "from 1 to 100"),
        (
            "channels: [page, console, email], text: danger",
            "channels: [pigeon], text: danger",
            "“pigeon” is not one of",
        ),
        (
            "{when: start, to: [supervisor], channels: [console, email], text: failed}",
            "{when: due, to: [supervisor], channels: [console, email], text: failed}",
            "names no timer",
        ),
        ("text: nobody_took_it}", "text: danger}", "no message uses “nobody_took_it”"),
        ("  P31:\n", "  P32:\n", "speaks of P31"),
    ],
)
def test_a_prompt_that_could_not_be_sent_is_refused(
    changed: Callable[[str, str, str], Path], old: str, new: str, what: str
) -> None:
    with pytest.raises(PolicyBroken, match=what):
        load_policy(changed("prompts.yaml", old, new))
