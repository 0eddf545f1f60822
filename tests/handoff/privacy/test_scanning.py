"""What people write without need is found by its check digits, in any digits; what only looks like it is left alone."""

from __future__ import annotations

import pytest

from handoff.i18n.digits import to_persian
from handoff.privacy.scanning import NUMBERS, kinds_in, scan, veil

CARD = "6037 9911 2233 4455"
SHEBA = "IR062960000000100324200001"
NATIONAL = "0013542419"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"I paid with {CARD} on Monday", "card"),
        ("card 4111-1111-1111-1111.", "card"),
        (f"شماره کارت {to_persian(CARD)} است", "card"),
        (f"to {SHEBA}", "account"),
        ("IBAN GB82 WEST 1234 5698 7654 32", "account"),
        (f"کد ملی من {to_persian(NATIONAL)}", "national"),
        ("call 0912 555 0145", "phone"),
        ("تلفن ۰۹۱۲۵۵۵۰۱۴۵", "phone"),
        ("+44 20 7946 0958 is mine", "phone"),
        ("write to sara.ahmadi+shop@example.co.uk please", "email"),
    ],
)
def test_a_number_or_address_is_found_for_what_it_is(text, kind):
    assert kinds_in(text) == (kind,)


@pytest.mark.parametrize(
    "text",
    [
        "order A-10423 from 2026-11-24 for 450,000 toman",
        "6037 9911 2233 4456",  # a wrong check digit
        "IR062960000000100324200002",
        "0013542418",
        "1111111111 and 0000000000",
        "the case PA-4821-7731",
        "۱۴۰۵/۰۹/۰۳ ساعت ۱۰:۳۰",
        "",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text):
    assert scan(text) == []


def test_only_the_last_four_digits_stay_and_the_rest_of_the_text_as_it_was():
    text = f"I paid with {CARD} and got no answer."
    assert veil(text, NUMBERS) == "I paid with ••••4455 and got no answer."
    persian = f"کارت {to_persian(CARD)} بود."
    assert veil(persian, NUMBERS) == "کارت ••••۴۴۵۵ بود."
    assert veil("write to sara@example.com", NUMBERS) == "write to sara@example.com"
    assert veil("write to sara@example.com", {"email"}) == "write to s…@example.com"
