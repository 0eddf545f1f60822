"""Show of a file only what its reader may read. Everything the desk shows of a case or a talk goes through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from handoff.cases.parties import Contact
from handoff.conversations import MessageView
from handoff.i18n import mark, translate
from handoff.insights.case_files import CaseFile, Found, Offered, Replied, Said, Words
from handoff.insights.redacting import redact
from handoff.insights.views import View
from handoff.policy.permissions import Shown
from handoff.privacy.scanning import CONTACTS, NUMBERS, veil

HIDDEN = mark("[hidden]")
Masker = Callable[[str | None], str | None]


def mask_file(file: CaseFile, view: View, language: str) -> CaseFile:
    """The file as this reader sees it."""
    words = text_masker(view, language, file.contact)
    return replace(
        file,
        contact=mask_contact(file.contact, view),
        narrative=words(file.narrative), product=words(file.product), order_ref=words(file.order_ref),
        wanted=words(file.wanted),
        needs=file.needs if view.sees("needs") else _hidden(file.needs, language),
        issues=[Found(found.issue, words(found.reason)) for found in file.issues],
        remedies=[Offered(item.item, words(item.detail), words(item.proof)) for item in file.remedies],
        answers=[Said(said.answer, words(said.text) or "") for said in file.answers],
        replies=[Replied(said.acceptance, words(said.words)) for said in file.replies],
        additions=[Words(words(added.text) or "", added.by, added.at) for added in file.additions],
    )  # fmt: skip


def mask_messages(
    messages: Iterable[MessageView], view: View, language: str, contact: Contact | None = None
) -> list[MessageView]:
    """A talk as this reader sees it: what was said, and notes, each by its own class. Our own notices hold nothing."""
    words = text_masker(view, language, contact or Contact())
    return [
        message
        if message.kind in ("notice", "receipt")
        else replace(message, body=_note(message.body, view, language))
        if message.kind == "note"
        else replace(message, body=words(message.body) or "")
        for message in messages
    ]


def mask_draft(draft: dict[str, Any], view: View, language: str) -> dict[str, Any]:
    """What was told so far, before it is a case: who it is, what they need, and the story."""
    words = text_masker(view, language, Contact())
    classes = {"name": "identity", "email": "identity", "phone": "identity", "needs": "needs"}
    shown: dict[str, Any] = {}
    for name, value in draft.items():
        if name not in classes:
            shown[name] = words(value) if isinstance(value, str) else value if view.sees("narrative") else None
        elif view.sees(classes[name]):
            shown[name] = value
        elif view.shown(classes[name]) == Shown.MASKED and name != "needs":
            shown[name] = mask_name(str(value)) if name == "name" else masked(str(value))
    return {name: value for name, value in shown.items() if value is not None}


def mask_note(text: str, view: View, language: str) -> str:
    return _note(text, view, language)


def mask_contact(contact: Contact, view: View) -> Contact:
    shown = view.shown("identity")
    if shown == Shown.CLEAR:
        return contact
    elif shown == Shown.NOTHING or shown == Shown.REDACTED:
        return Contact()
    return Contact(
        name=mask_name(contact.name) if contact.name else None,
        email=masked(contact.email) if contact.email else None,
        phone=masked(contact.phone) if contact.phone else None,
    )


def name_seen(name: str | None, view: View) -> str | None:
    """A complainant's name for lists."""
    return mask_contact(Contact(name=name), view).name


def text_masker(view: View, language: str, contact: Contact) -> Masker:
    """What becomes of the words of a file: clear but for numbers that nobody needs, redacted, or hidden."""
    covered = frozenset() if view.sees("numbers") else NUMBERS
    covered |= frozenset() if view.sees("identity") else CONTACTS

    def words(text: str | None) -> str | None:
        if not text:
            return text
        match view.shown("narrative"):
            case Shown.CLEAR:
                return veil(text, covered) if covered else text
            case Shown.REDACTED:
                return redact(text, contact, language)
            case _:
                return _hidden(text, language)

    return words


def masked(address: str) -> str:
    """An address or number of which only the ends can be seen: s…@example.com, …45."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:1]}…@{domain}"
    else:
        return f"…{address[-2:]}"


def mask_name(name: str) -> str:
    """Initials: enough to tell two people of a list apart, not enough to know them."""
    return " ".join(f"{part[:1]}…" for part in name.split()[:3])


def _note(text: str, view: View, language: str) -> str:
    if not view.sees("notes"):
        return _hidden(text, language) or ""
    return text if view.sees("numbers") else veil(text, NUMBERS)


def _hidden(text: str | None, language: str) -> str | None:
    return translate(language, HIDDEN) if text else text
