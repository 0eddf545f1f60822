"""The texts: English as it stands in the code, Persian from locale/fa/*.po, each area of the product in its own file.

Placeholders are those of str.format: `translate("fa", "Hello {name}", name=name)`. A number given as a number is shown
in the reader's digits; a case number or a year is given as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from handoff.i18n.languages import known
from handoff.i18n.numbers import format_number

FOLDER: Final = Path(__file__).parent.parent / "locale"


def translate(language: str, text: str, /, **values: Any) -> str:
    """`text` in `language`, with `values` in its placeholders. An untranslated text stays English."""
    return fill(language, Translations(language).gettext(text), values)


def plural(language: str, singular: str, plural: str, n: int, /, **values: Any) -> str:
    """The form for `n`, which is also the placeholder {n}."""
    return fill(language, Translations(language).ngettext(singular, plural, n), {"n": n, **values})


def mark(text: str) -> str:
    """`text` itself, to be translated where it is shown: this is how the extractor finds it."""
    return text


def mark_plural(singular: str, plural: str) -> tuple[str, str]:
    """Both forms themselves, to be given to `plural` where they are shown."""
    return singular, plural


def fill(language: str, text: str, values: Mapping[str, Any]) -> str:
    """`text` with its placeholders filled; a text without values may contain braces."""
    if not values:
        return text
    return text.format(**{name: spoken(language, value) for name, value in values.items()})


def spoken(language: str, value: Any) -> Any:
    """Numbers in the reader's digits; everything else as it is."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return format_number(value, known(language))
    else:
        return value


class Translations:
    """What gettext callers (Jinja's i18n extension) expect of a language. No placeholders are filled here."""

    def __init__(self, language: str) -> None:
        self._texts = texts(known(language))

    def gettext(self, text: str) -> str:
        forms = self._texts.get(text)
        return forms[0] if forms else text

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        forms = self._texts.get(singular)
        if forms:
            # Also in Persian, where grammar would take the first form for nothing at all: «یک گفتگو» is not «۰ گفتگو».
            return forms[min(int(n != 1), len(forms) - 1)]
        else:
            return singular if n == 1 else plural


@cache
def texts(language: str) -> Mapping[str, tuple[str, ...]]:
    """All catalogues of a language as one: by English text, one form, or one for one and one for any other number.

    Read once. ValueError when two catalogues disagree about a text.
    """
    forms: dict[str, tuple[str, ...]] = {}
    for path in sorted((FOLDER / language).glob("*.po")):
        for message in read(path):
            translated = forms_of(message)
            if message.id and not message.fuzzy and all(translated):
                text = message.id if isinstance(message.id, str) else message.id[0]
                if forms.setdefault(text, translated) != translated:
                    raise ValueError(f"{path.name} translates {text!r} differently than another catalogue")
    return forms


def read(path: Path) -> Catalog:
    """One .po file. Raises babel.messages.pofile.PoFileError when it is malformed."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def forms_of(message: Message) -> tuple[str, ...]:
    """Its translation in each grammatical number; empty texts where there is none."""
    return tuple(message.string or ("",)) if not isinstance(message.string, str) else (message.string,)
