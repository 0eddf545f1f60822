"""The accent that an organisation chooses can be read by everybody, or the policy is refused."""

from __future__ import annotations

import re

import pytest

from handoff.policy import PolicyBroken, load_policy
from handoff.policy.colours import DARK, ENOUGH, LIGHT, contrast, shades_of, unreadable
from handoff.web.static_files import FOLDER


def test_contrast_is_counted_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == 1
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_colour_that_is_too_pale_is_refused_and_its_twin_is_taken(changed):
    assert load_policy(changed("organisation.yaml", '"#0f5e66"', '"#7a2e6e"')).organisation.accent == "#7a2e6e"
    with pytest.raises(PolicyBroken, match=r"brand\.accent: cannot be read by everybody: .*4.5:1 is needed"):
        load_policy(changed("organisation.yaml", '"#0f5e66"', '"#ffb000"'))
    with pytest.raises(PolicyBroken, match=r"brand\.accent_dark"):
        load_policy(changed("organisation.yaml", '"#7fd1d8"', '"#0f5e66"'))


@pytest.mark.parametrize(("accent", "dark"), [("#0f5e66", False), ("#7a2e6e", False), ("#7fd1d8", True)])
def test_every_shade_of_a_taken_colour_can_be_read(accent, dark):
    assert unreadable(accent, dark=dark) is None
    shades, grounds = shades_of(accent, dark=dark), DARK if dark else LIGHT
    assert contrast(shades.on, shades.strong) >= ENOUGH
    assert contrast(grounds["ink"], shades.soft) >= ENOUGH


def test_the_grounds_are_those_of_the_pages():
    light, _, dark = (FOLDER / "tokens.css").read_text().partition("@media (prefers-color-scheme: dark)")
    for css, grounds in ((light, LIGHT), (dark, DARK)):
        assert {name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css))[name] for name in grounds} == grounds
