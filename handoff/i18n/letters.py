"""Persian letters as keyboards really type them: one spelling to keep, one to search by, one to sort by."""

from __future__ import annotations

import re
import unicodedata

from handoff.i18n.digits import to_latin

ZWNJ = "\u200c"
TATWEEL = "\u0640"

# The Persian alphabet in its own order: «پ چ ژ گ» stand among the others, «و» before «ه».
ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_PLACE = {letter: place for place, letter in enumerate(ALPHABET)}

# Arabic forms of letters that Persian writes differently, and both ways to write «هٔ».
_SPELLING = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ە": "ه", "ۀ": "هٔ", TATWEEL: None})
# What a searching reader does not distinguish: hamza by its seat, and the Arabic ة.
_FOLDING = str.maketrans({"آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ی", "ة": "ه", "ء": None, ZWNJ: None})
_SEATS = str.maketrans({"أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ی", "ة": "ه", "ء": None, ZWNJ: " "})
_HALF_SPACES = re.compile(f"[ \t]*{ZWNJ}+[ \t]+|[ \t]+{ZWNJ}+[ \t]*")


def normalise(text: str) -> str:
    """`text` with Persian ی and ک, no tatweel, and half-spaces only inside words. Digits stay as written."""
    text = unicodedata.normalize("NFC", text).translate(_SPELLING)
    text = _HALF_SPACES.sub(" ", text)
    return re.sub(f"{ZWNJ}{{2,}}", ZWNJ, text).strip(ZWNJ)


def search_key(text: str) -> str:
    """Equal for texts that a reader takes as the same, whatever the half-spaces, vowel marks, digits and case."""
    # Compatibility first: texts copied from a PDF come in presentation forms.
    text = to_latin(normalise(unicodedata.normalize("NFKC", text))).translate(_FOLDING)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def sort_key(text: str) -> tuple[tuple[tuple[int, int], ...], str]:
    """Sorts Persian by its alphabet, before Latin, after digits and signs. Vowel marks and case decide nothing."""
    spelled = to_latin(normalise(text)).translate(_SEATS).casefold()
    # NFD would take «آ» apart; marks are dropped one by one instead.
    letters = (c for c in unicodedata.normalize("NFC", spelled) if not unicodedata.combining(c))
    return tuple(_weight(c) for c in letters), text


def _weight(letter: str) -> tuple[int, int]:
    if letter in _PLACE:
        return 2, _PLACE[letter]
    elif not letter.isalpha():
        return (1, ord(letter)) if letter.isdigit() else (0, ord(letter))
    elif letter.isascii() or unicodedata.name(letter, "").startswith("LATIN"):
        return 3, ord(unicodedata.normalize("NFD", letter)[0])
    else:
        return 4, ord(letter)
