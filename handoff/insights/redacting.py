"""Take out of a text what tells who somebody is: for those who study complaints, and for copies that leave the house.

The people of the case are known by name; numbers and addresses are found by their form. A person looks over whatever goes out.
"""

from __future__ import annotations

import re

from handoff.cases.parties import Contact
from handoff.i18n import mark, translate
from handoff.i18n.digits import to_latin
from handoff.privacy.scanning import CONTACTS, NUMBERS, scan

TAKEN_OUT = mark("[taken out]")
SHORTEST = 3  # letters: shorter parts of a name are ordinary words too often


def redact(text: str, contact: Contact, language: str) -> str:
    """The text without numbers, addresses and the names of `contact`."""
    return redact_names(_without_finds(text, language), (contact.name,), language)


def redact_names(text: str, names: tuple[str | None, ...], language: str) -> str:
    """Without these names and their parts, wherever they stand as words of their own."""
    parts = {part for name in names if name for part in (name, *name.split()) if len(part) >= SHORTEST}
    for part in sorted(parts, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", translate(language, TAKEN_OUT), text, flags=re.IGNORECASE)
    return text


def redact_finds(text: str, own: tuple[str, ...], language: str) -> str:
    """Without telephone numbers and e-mail addresses that are not among `own`."""
    mine = {_bare(value) for value in own}
    pieces, place = [], 0
    for find in scan(text):
        if find.kind in CONTACTS and _bare(text[find.start : find.end]) not in mine:
            pieces += [text[place : find.start], translate(language, TAKEN_OUT)]
            place = find.end
    return "".join([*pieces, text[place:]])


def _bare(address: str) -> str:
    """An address or number without what people write differently."""
    if "@" in address:
        return address.strip().lower()
    return re.sub(r"\D", "", to_latin(address)).lstrip("0")[-9:]


def _without_finds(text: str, language: str) -> str:
    pieces, place = [], 0
    for find in scan(text):
        if find.kind in NUMBERS | CONTACTS:
            pieces += [text[place : find.start], translate(language, TAKEN_OUT)]
            place = find.end
    return "".join([*pieces, text[place:]])
