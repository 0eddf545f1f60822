"""Nothing of the domain reaches the desk as a bare code."""

from __future__ import annotations

import handoff.reactions  # noqa: F401  # every event of the product is known once this is
from handoff.events import Event
from handoff.policy import load_policy
from handoff.staff import ROLES
from handoff.web.console.timeline import MINOR, SENTENCES
from handoff.web.console.words import REASONS, Words

# People, the policy, the register and the list of what goes soon have pages of their own; a draft is before there is a case.
OF_NO_CASE = ("staff.", "governance.", "improvement.", "privacy.retention_", "draft.")
OF_A_CASE = {"improvement.cause_suggested", "improvement.cause_confirmed", "improvement.remedy_offered"}


def kinds(event=Event):
    for kind in event.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_event_that_can_happen_to_a_case_has_a_sentence():
    names = {kind.name for kind in kinds() if kind.__module__.startswith("handoff.")}
    names = {name for name in names if not name.startswith(OF_NO_CASE)} | OF_A_CASE
    assert len(names) > 20, "the events must be known for this test to mean anything"
    assert names - SENTENCES.keys() == set()


def test_no_sentence_is_left_of_an_event_that_is_no_more():
    assert SENTENCES.keys() - {kind.name for kind in kinds()} == set()
    assert MINOR - SENTENCES.keys() == set()


def test_every_reason_for_asking_a_person_has_words():
    from handoff.conversations.handover import REASONS as DOMAIN

    assert set(DOMAIN) == set(REASONS)


def test_every_role_has_a_name_in_both_languages():
    roles = load_policy(None).permissions.roles
    assert [role for role in ROLES if role not in roles] == []


def test_what_has_no_words_is_shown_as_it_is_and_breaks_nothing():
    words = Words("fa", load_policy(None))
    assert words.topic("C77.7") == "C77.7"
    assert words.actor("agent:9999", {}) == "یکی از همکاران"
    assert words.deadline("unheard_of") == "unheard_of"
