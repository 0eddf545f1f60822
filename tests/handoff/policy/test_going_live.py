"""Before anybody complains: without what the standard wants prepared, the service does not start; and complaining is free."""

from __future__ import annotations

import pytest

from handoff.policy import PolicyBroken, load_policy
from handoff.policy.texts import LANGUAGES

NEEDED = [
    ("organisation.yaml", "complaints_team: {en", "complaints_people: {en", "complaints_team"),
    ("organisation.yaml", "  email: complaints@", "  mail: complaints@", "email"),
    ("organisation.yaml", "calendar: iran_thu_fri", "calendar: none_yet", "not one of"),
    ("organisation.yaml", "preset: retail_default", "preset: none_yet", "not one of"),
    ("organisation.yaml", "locale: IR", "locale: US", "names no outside body"),
    (
        "published.yaml",
        'review_by: "2027-05-31"\nowner: management_rep',
        'review_by: "2027-05-31"',
        "“owner” is missing",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "what"), NEEDED, ids=[what[3] for what in NEEDED])
def test_at_6_1_without_contacts_limits_calendar_owner_or_outside_bodies_it_does_not_start(
    changed, file, old, new, what
):
    """AT-6.1: policy, owner, limits, contacts, outside bodies and calendar are there, or the reason is said."""
    with pytest.raises(PolicyBroken, match=what):
        load_policy(changed(file, old, new))


def test_at_4_8_a_way_to_complain_that_costs_something_is_refused(policy, changed):
    """AT-4.8: every way in names its cost, and only free ones are taken."""
    assert all(way.cost == 0 for way in policy.published.ways)
    assert len(policy.published.ways) == len(policy.published.how)
    with pytest.raises(PolicyBroken, match="must not cost"):
        load_policy(changed("published.yaml", '{cost: 0, en: "By phone', '{cost: 5000, en: "By phone'))
    with pytest.raises(PolicyBroken, match="“cost” is missing"):
        load_policy(changed("published.yaml", '{cost: 0, en: "By phone', '{en: "By phone'))


def test_at_4_4_the_public_page_says_how_how_long_and_where_else(policy):
    """AT-4.4: without signing in: how, what to bring, steps, times, options, outside bodies; each state in words."""
    published = policy.published
    for language in LANGUAGES:
        assert published.how_to(policy.organisation, language)
        assert published.steps_for(policy.preset, language)
        assert published.times_for(policy.preset, language)
        assert all(text.say(language) for text in (*published.what_to_bring, *published.options))
        assert published.bodies_in(policy.organisation.locale)
        assert all(state.public.say(language).strip() for state in policy.lifecycle.states.values())
