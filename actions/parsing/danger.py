"""Words that mean somebody is hurt, may be hurt, or is in despair. They win over everything else that a message says.

False alarms are cheap and silence is not: a person looks at every hit, and only a person lowers the flag. So the lists are wide,
know Finglish and common misspellings, and set aside only plain figures of speech ("fire the manager", "shocked at the price").
"""

from __future__ import annotations

from functools import lru_cache

from actions.parsing.letters import plain
from actions.parsing.lists import read_list

_DANGER = [read_list(name) for name in ("danger_en", "danger_fa", "danger_finglish")]
_CERTAIN = read_list("danger_certain")
_FIGURES = read_list("figures_of_speech")


@lru_cache(maxsize=8)  # asked for several times while one message is read
def find_danger(text: str) -> str | None:
    """The words that raise the alarm, as they were read, or None.

    >>> find_danger("the kettle gave me an electric shock")
    'electric shock'
    """
    words = plain(text)
    hits = [match[0].strip() for match in _CERTAIN.matches(words)]
    for figure in _FIGURES.fitting(words):
        words = figure.sub(" ", words)
    hits += [match[0].strip() for rules in _DANGER for match in rules.matches(words)]
    return ", ".join(dict.fromkeys(hits)) or None


def is_certain_danger(text: str) -> bool:
    """Whether the words leave no room for a second opinion, such as that the whole sounds calm."""
    return _CERTAIN.find(plain(text))
