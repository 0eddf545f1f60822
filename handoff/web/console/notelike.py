"""Words that sound like a note among colleagues. Before such a text goes to the customer the desk asks once.

Two lists of beginnings and of words, by language, so that the page can check while nothing has been sent yet.
"""

from __future__ import annotations

BEGINNINGS = {
    "en": ("note:", "note to", "internal", "fyi", "private", "for colleagues", "team:", "handover:", "hand-over:", "@"),
    "fa": ("یادداشت", "داخلی", "محرمانه", "برای همکاران", "جهت اطلاع", "خصوصی", "@"),
}
WORDS = {
    "en": ("the customer", "the client", "this customer", "the complainant", "don't tell", "do not tell", "between us"),
    "fa": ("مشتری", "شاکی", "این خانم", "این آقا", "بین خودمان", "به او نگو", "به ایشان نگو"),
}


def note_signs() -> dict[str, list[str]]:
    """All languages together: colleagues mix them."""
    return {
        "beginnings": [text for texts in BEGINNINGS.values() for text in texts],
        "words": [text for texts in WORDS.values() for text in texts],
    }
