"""What happens in the year: who complains when and how they take it, and who is away. Drawn once, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

SEED = 1405
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 365

STORIES = {
    "en": (
        ("C01.3", "The kettle came with a broken lid."),
        ("C02.2", "The sofa is three weeks late and nobody tells me why."),
        ("C03.6", "My card was charged twice for one lamp."),
        ("C04.3", "The refund for the order that I cancelled has not come."),
        ("C08.1", "The return form on your site does not open."),
        ("C12.1", "Three e-mails and not one answer."),
    ),
    "fa": (
        ("C01.1", "اتو از روز اول روشن نمی‌شود."),
        ("C02.5", "دو بار نوبت نصب دادید و کسی نیامد."),
        ("C03.4", "صورت‌حسابم اشتباه است."),
        ("C04.2", "تعویض کالای معیوب را نمی‌پذیرید."),
        ("C06.1", "کارمند شما با من بی‌احترامی کرد."),
        ("C09.2", "پریز دستگاه جرقه زد."),
    ),
}
CHANNELS = ("form", "form", "form", "phone", "email", "post", "in_person")
REPLIES = ("accepted", "accepted", "accepted", "rejected", "silent")


@dataclass(frozen=True)
class Told:
    """A complaint that somebody will make. `neglected`: its owner lets it lie for so long."""

    number: int
    at: datetime
    language: str
    channel: str
    topic: str
    narrative: str
    severity: int
    reply: str
    reply_after: timedelta
    confirmed: bool
    has_address: bool
    neglected: timedelta
    remedy: bool


def complaints(count: int) -> list[Told]:
    """In the order in which they come: more of them in December and around the Persian new year, few at night."""
    draw = random.Random(SEED)
    told = [_one(draw, number) for number in range(count)]
    return sorted(told, key=lambda one: one.at)


def absences(names: list[str]) -> dict[str, list[tuple[date, date]]]:
    """Two weeks away for each, one after the other, and everybody but one at the Persian new year."""
    away: dict[str, list[tuple[date, date]]] = {name: [] for name in names}
    for place, name in enumerate(names):
        first = date(2026, 5, 2) + timedelta(weeks=3 * place)
        away[name].append((first, first + timedelta(days=14)))
        if place:
            away[name].append((date(2026, 3, 20), date(2026, 4, 4)))
    return away


def hours_of_work() -> Iterator[datetime]:
    """Twice a day somebody looks at their cases: at half past nine and at two in Tehran."""
    for day in range(DAYS):
        for at in (timedelta(hours=6), timedelta(hours=10, minutes=30)):
            yield BEGIN + timedelta(days=day) + at


def _one(draw: random.Random, number: int) -> Told:
    day = draw.choices(range(DAYS), weights=[_weight(day) for day in range(DAYS)])[0]
    hour = draw.choices(range(24), weights=[1] * 4 + [6] * 16 + [2] * 4)[0]
    language = draw.choice(("fa", "fa", "en"))
    topic, narrative = draw.choice(STORIES[language])
    return Told(
        number=number,
        at=BEGIN + timedelta(days=day, hours=hour, minutes=draw.randrange(60)),
        language=language,
        channel=draw.choice(CHANNELS),
        topic=topic,
        narrative=f"{narrative} ({number})",
        severity=4 if topic.startswith("C09") else draw.choice((1, 2, 2, 2, 3)),
        reply=draw.choice(REPLIES),
        reply_after=timedelta(hours=draw.randrange(2, 150)),
        confirmed=draw.random() < 0.7,
        has_address=draw.random() < 0.9,
        neglected=timedelta(days=draw.randrange(6, 40)) if draw.random() < 0.1 else timedelta(),
        remedy=draw.random() < 0.4,
    )


def _weight(day: int) -> int:
    on = BEGIN + timedelta(days=day)
    return 3 if on.month == 12 or (on.month == 3 and on.day > 10) else 2
