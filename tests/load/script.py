"""The complaint that is told over and over: the same words, to the whole product and to Rasa alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One turn of the customer: words, or the first button of the last question when there are none."""

    name: str
    words: str | None


SCRIPTS = {
    "en": (
        Step("story", "The kettle from order B-20999 arrived broken last week and nobody answers my e-mails."),
        Step("remedy button", None),
        Step("e-mail", "grace@customer.example"),
        Step("yes", "yes"),
    ),
    "fa": (
        Step("story", "کتری سفارش B-20999 هفتهٔ پیش شکسته رسید و هیچ‌کس جواب ایمیل‌های من را نمی‌دهد."),
        Step("remedy button", None),
        Step("e-mail", "sara@customer.example"),
        Step("yes", "بله"),
    ),
}
STEPS = tuple(step.name for step in SCRIPTS["en"])
