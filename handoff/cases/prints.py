"""Find a case by what its complainant tells of themselves, without reading anything that is sealed.

An e-mail address, a telephone number, an order and each word of a name leave a keyed hash of themselves. Who has the
database but not the installation's secret can neither read them nor try words out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import ForeignKey, Index, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement, and_, or_

from handoff.cases.models import Case
from handoff.db import Base, Transaction, change
from handoff.i18n import search_key
from handoff.sealing import Sealer

SHORTEST_WORD = 2  # letters
MOST_WORDS = 8  # of a search: the rest is not looked at
DIGITS_OF_A_PHONE = 10  # the last ones: with or without the country in front it is the same telephone
SHORTEST_PHONE = 7


class Print(Base):
    """One keyed hash. Erasing a case takes its prints away as well."""

    __tablename__ = "prints"
    __table_args__ = (Index("ix_prints_value", "value", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    value: Mapped[str]


async def leave_prints(
    tx: Transaction, case: Case, *, name: str | None = None, email: str | None = None, phone: str | None = None,
    order: str | None = None,
) -> None:  # fmt: skip
    """What is told here leads to the case from now on. Leaving the same twice does no harm."""
    told = told_of(name=name, email=email, phone=phone, order=order)
    if told:
        await tx.execute(insert(Print), [{"case_id": case.id, "value": tx.sealer.fingerprint(one)} for one in told])


async def take_prints_away(tx: Transaction, case: Case) -> None:
    """Nothing leads to the case by its people any more: it is erased."""
    await change(tx, delete(Print).where(Print.case_id == case.id))


def told_of(*, name: str | None, email: str | None, phone: str | None, order: str | None) -> list[str]:
    """What leaves a print each, in this order."""
    return [*_emails(email), *_phones(phone), *_orders(order), *_names(name)]


def with_prints(sealer: Sealer, text: str) -> ColumnElement[bool]:
    """Cases to which `text` leads: an address, a telephone, an order as a whole, or all of its words."""
    whole = [*_emails(text), *_phones(text), *_orders(text)]
    words = text.split()[:MOST_WORDS]
    each = [[*_emails(word)] or [*_names(word), *_orders(word), *_phones(word)] for word in words]
    found = [_left(sealer, whole)] if whole else []
    if each and all(each):
        found.append(and_(*(_left(sealer, alternatives) for alternatives in each)))
    return or_(*found) if found else Case.id.is_(None)


def _left(sealer: Sealer, alternatives: Iterable[str]) -> ColumnElement[bool]:
    values = {value for one in alternatives for value in sealer.fingerprints(one)}
    return Case.id.in_(select(Print.case_id).where(Print.value.in_(values)))


def _emails(text: str | None) -> Iterator[str]:
    if text and "@" in text:
        yield f"email {text.strip().lower()}"


def _phones(text: str | None) -> Iterator[str]:
    digits = re.sub(r"[\s()+./-]", "", search_key(text or ""))
    if digits.isdecimal() and len(digits) >= SHORTEST_PHONE:
        yield f"phone {digits[-DIGITS_OF_A_PHONE:]}"


def _orders(text: str | None) -> Iterator[str]:
    """However it is typed: B-20117, b 20117. Without a digit it is no order."""
    letters = re.sub(r"[\W_]", "", search_key(text or ""))
    if len(letters) >= SHORTEST_WORD and any(letter.isdigit() for letter in letters):
        yield f"order {letters}"


def _names(text: str | None) -> Iterator[str]:
    for word in dict.fromkeys(re.split(r"[\W_]+", search_key(text or ""))):
        if len(word) >= SHORTEST_WORD:
            yield f"name {word}"
