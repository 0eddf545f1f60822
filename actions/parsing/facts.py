"""Everything a message says that the form would otherwise have to ask, under the names of the service's answer keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from actions.parsing.contacts import find_email, find_name, find_phone
from actions.parsing.dates import find_date
from actions.parsing.money import find_money
from actions.parsing.products import find_product
from actions.parsing.references import find_case_number, find_order
from actions.parsing.signals import find_needs, is_about_staff


def facts(text: str, now: datetime, timezone: str) -> dict[str, Any]:
    """The facts found; a key is present only when its fact is. "As said": to be read back before anything is registered."""
    found: dict[str, Any] = {
        "order_ref": find_order(text),
        "earlier_case": find_case_number(text),
        "product": find_product(text),
        "email": find_email(text),
        "phone": find_phone(text),
        "name": find_name(text),
    }
    if day := find_date(text, now, timezone):
        found["incident_date"] = day.isoformat()
    if money := find_money(text):
        found |= {"amount": money.amount, "currency": money.currency}
    if is_about_staff(text):
        found["staff_subject"] = True
    if needs := find_needs(text):
        found |= {"vulnerable": True, "needs": "; ".join(needs)}
    return {key: value for key, value in found.items() if value}
