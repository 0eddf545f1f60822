"""What the rules see in a text, as words the classifier can weigh beside the text's own.

A few hundred example sentences cannot teach every way to say that something is broken; the lists of actions/parsing know many
more, and the classifier learns from the examples how much each of those hints is worth.
"""

from __future__ import annotations

import re

from actions.parsing.contacts import find_email, find_phone
from actions.parsing.danger import find_danger
from actions.parsing.letters import plain
from actions.parsing.lists import read_sections
from actions.parsing.money import find_money
from actions.parsing.references import find_case_number, find_order, find_secret
from actions.parsing.remedies import find_remedy
from actions.parsing.topics import mentioned_topics

_NEGATION = re.compile(
    r"\b(?:no|not|never|nothing|nobody|none|cannot|without)\b|n't\b|(?<!\w)(?:نه|نیست|ندارم|نشد\w*|بدون|هیچ\w*|ن?می?ن\w{3,}|نمی\w+|نکرد\w*|نداد\w*)(?!\w)"
)
_QUESTION = re.compile(
    r"[?]|^(?:what|who|where|when|why|how|which|is|are|do|does|did|can|could|will|would|should|may)\b|(?<!\w)(?:آیا|چه|چی|چیست|چیه|کی|کجا\w*|چطور\w*|چگونه|چرا|چقدر|چند|کدام|میشود|میشه)(?!\w)"
)
_HINTS = read_sections("hints")
_STEPS = (1, 2, 4, 7, 12, 25)  # words


def signs(text: str) -> list[str]:
    """Names of the signs, such as "order", "C02.1" or "words4"."""
    words = plain(text)
    topics = mentioned_topics(text)
    found = {
        "story": bool(topics),
        "stories": len(topics) > 1,
        "case": bool(find_case_number(text) or find_secret(text)),
        "email": bool(find_email(text)),
        "phone": bool(find_phone(text)),
        "order": bool(find_order(text)),
        "money": bool(find_money(text)),
        "remedy": bool(find_remedy(text)),
        "danger": bool(find_danger(text)),
        "negation": bool(_NEGATION.search(words)),
        "question": bool(_QUESTION.search(words)),
    }
    hints = [f"hint {name}" for name, rules in _HINTS.items() if rules.find(words)]
    length = sum(len(words.split()) > step for step in _STEPS)
    return [name for name, is_there in found.items() if is_there] + [
        *hints,
        *topics,
        *{code[:3] for code in topics},
        f"words{length}",
    ]
