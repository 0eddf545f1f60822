"""Whoever types a card, account or national number is told that nobody needs it, before it is kept."""

from __future__ import annotations

from handoff.i18n import mark
from handoff.privacy.scanning import NUMBERS, kinds_in
from handoff.web.bodies import SentForm

FIELD = "as_it_is"  # sent along once the warning was shown
WARNING = mark(
    "Your text seems to hold a card, account or national number. We do not need it: please take it out. If it belongs there, "
    "send the form once more."
)
IN_TALK = mark(
    "There seems to be a card, account or national number in what you wrote. We do not need it, and we will never ask for a "
    "password or a code. It is covered for those who read here."
)


def holds_numbers(*texts: str | None) -> bool:
    return not NUMBERS.isdisjoint(kinds_in(*texts))


def to_be_warned(form: SentForm, *texts: str | None) -> bool:
    """Whether these texts hold such a number and their writer was not told yet."""
    return form.get(FIELD) != "yes" and holds_numbers(*texts)
