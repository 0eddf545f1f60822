"""One complaint as it will be lived: who, what, and on which road."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from random import Random

from handoff.demo.many.names import Name
from handoff.demo.many.stories import AMOUNTS, PLOTS, PRODUCTS, Plot

CHANNELS = {"chat": 30, "form": 36, "phone": 15, "email": 14, "post": 3, "in_person": 2}
OUTCOMES = {"upheld": 52, "partly_upheld": 22, "not_upheld": 20, "unable_to_determine": 6}
CAUSES = ("K01", "K02", "K03", "K04", "K05", "K06")
REASON = {
    "en": "The records of the order and of those who dealt with it show it.",
    "fa": "سوابق سفارش و گفتهٔ همکارانی که با آن سروکار داشته‌اند این را نشان می‌دهد.",
}
OBJECTION = {
    "en": "This is not the whole matter: I have sent a picture that you do not mention.",
    "fa": "همهٔ ماجرا این نیست. عکسی فرستاده‌ام که در پاسخ شما نیامده است.",
}


@dataclass(kw_only=True)
class Life:
    """`moments` are those of the road's steps; the first is the registration. `case_id` is known once it is registered."""

    number: int
    road: str
    plot: Plot
    language: str
    channel: str
    who: Name
    order: str
    product: str
    severity: int
    impact: int
    urgency: int
    outcome: str
    cause: str
    remedy: str | None
    amount: Decimal | None
    anonymous: bool
    mood: float  # of which survey scores come: 1 is bitter, 5 is content
    chance: Random
    moments: list[datetime] = field(default_factory=list)
    case_id: int = 0
    stuck: bool = False  # the life cycle did not let it go on

    @property
    def narrative(self) -> str:
        words = self.plot.fa if self.language == "fa" else self.plot.en
        return words.format(order=self.order, product=self.product)

    @property
    def answer(self) -> str:
        return self.plot.answer_fa if self.language == "fa" else self.plot.answer_en

    @property
    def reason(self) -> str:
        return REASON[self.language]

    @property
    def objection(self) -> str:
        return OBJECTION[self.language]

    def score(self) -> int | None:
        """One answer of the survey; None is "cannot say"."""
        if self.chance.random() < 0.04:
            return None
        return min(5, max(1, round(self.chance.gauss(self.mood, 0.9))))


def life(
    number: int,
    road: str,
    *,
    front_line: bool,
    with_remedy: bool,
    silent: bool,
    quiet: bool,
    who: Name,
    language: str,
    chance: Random,
) -> Life:
    """Draw the rest. What may not be answered at the front line gets another road."""
    # What is about danger stays under a hold that somebody reviews again and again: none of it is long ago here.
    never = (*(("C06", "C09", "C10") if front_line else ()), *(("C09",) if quiet else ()))
    plots = [plot for plot in PLOTS if not plot.topics[0].startswith(never)]
    plot = chance.choices(plots, [plot.often for plot in plots])[0]
    product = chance.choice(PRODUCTS)[1 if language == "fa" else 0]
    severity = chance.choices((1, 2), (4, 6))[0] if front_line else chance.choices((2, 3, 4), (6, 3, 1))[0]
    # What is serious and not upheld is looked at twice by itself: that is another road.
    grave = severity > 2 or plot.topics[0].startswith(("C09", "C10"))
    outcome = "upheld" if with_remedy or grave else draw(chance, OUTCOMES)
    money = with_remedy and plot.money
    channel = draw(chance, CHANNELS)
    return Life(
        number=number, road=road, plot=plot, language=language, channel=channel, who=who,
        order=f"B-{chance.randrange(10_000, 100_000)}", product=product,
        severity=severity, impact=chance.choices((1, 2), (9, 1))[0], urgency=chance.choices((1, 2), (8, 2))[0],
        outcome=outcome, cause=chance.choice(CAUSES),
        remedy=("R14" if money else "R03" if plot.wish == "R03" else "R17") if with_remedy else None,
        amount=chance.choice(AMOUNTS) if money else None,
        anonymous=channel == "form" and not silent and chance.random() < 0.05,
        mood={"upheld": 4.3, "partly_upheld": 3.6}.get(outcome, 2.7), chance=chance,
    )  # fmt: skip


def draw(chance: Random, often: dict[str, int]) -> str:
    return chance.choices(list(often), list(often.values()))[0]
