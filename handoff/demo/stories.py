"""What the demonstration's customers complained about, and how far each complaint has come."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Story:
    """A complaint of the demonstration.

    `days_ago` is when it was received. `reached`: registered, in_assessment, investigating, decision_pending, responded,
    implementing or closed. `talk` is what customer and assistant said, in turn; without it the complaint came another way.
    """

    days_ago: float
    reached: str
    language: str
    narrative: str
    name: str
    email: str | None
    topics: tuple[tuple[str, float], ...]
    channel: str = "chat"
    phone: str | None = None
    product: str | None = None
    order_ref: str | None = None
    wanted: str | None = None
    wanted_code: str | None = None
    owner: str | None = None
    severity: int = 2
    safety: bool = False
    answer: str | None = None
    reason: str = ""
    remedy: tuple[str, Decimal | None] | None = None
    scores: dict[str, int] | None = None
    talk: tuple[str, ...] = ()


STORIES = (
    Story(
        days_ago=11,
        reached="closed",
        language="en",
        narrative="The two cushions I ordered came in grey although I chose green, and the return form "
        "on the site does not open.",
        name="Helen Brook",
        email="helen@customer.example",
        order_ref="B-20117",
        product="Cushions",
        topics=(("C02.3", 0.86), ("C08.1", 0.64)),
        wanted="the green ones",
        wanted_code="R03",
        owner="omid",
        answer="You are right on both counts: the wrong colour was packed, and the form was broken for two days. The green "
        "cushions went out yesterday, and you may keep the grey ones.",
        reason="The packing slip shows grey; the form's fault is in the log.",
        scores={"Q1": 5, "Q2": 4, "Q3": 5},
    ),
    Story(
        days_ago=9,
        reached="closed",
        language="fa",
        narrative="برای نصب آبگرمکن دو بار نوبت دادید و هر دو بار کسی نیامد. هر دو روز را مرخصی گرفته بودم.",
        name="رضا محمدی",
        email="reza@customer.example",
        order_ref="B-20240",
        product="آبگرمکن",
        topics=(("C02.5", 0.91),),
        wanted="نصب در روز مشخص و عذرخواهی",
        wanted_code="R17",
        owner="mina",
        answer="حق با شماست. نصاب هر دو بار بدون خبر نیامده بود. نصب پنج‌شنبهٔ گذشته انجام شد و هزینهٔ نصب از شما گرفته نمی‌شود. "
        "بابت دو روزی که منتظر ماندید عذر می‌خواهیم.",
        reason="برنامهٔ نصاب‌ها هر دو نوبت را بی‌پاسخ نشان می‌دهد.",
        scores={"Q1": 4, "Q2": 3, "Q3": 4},
    ),
    Story(
        days_ago=6,
        reached="responded",
        language="en",
        narrative="I was charged twice for one lamp. The bank shows both payments on the same minute.",
        name="Thomas Reed",
        email="thomas@customer.example",
        order_ref="B-20388",
        product="Lamp",
        topics=(("C03.6", 0.93),),
        wanted="the second payment back",
        wanted_code="R14",
        owner="omid",
        answer="The payment page answered too late and your card was charged a second time. That payment has been sent back "
        "today; banks usually show it within three working days.",
        reason="Both payments carry the same order number; only one was booked.",
    ),
    Story(
        days_ago=5,
        reached="decision_pending",
        language="fa",
        narrative="کارمند فروش تلفنی شما وسط حرفم گوشی را قطع کرد و وقتی دوباره زنگ زدم "
        "گفت اگر ناراضی هستید از جای دیگری بخرید.",
        name="لیلا حسینی",
        email="leila@customer.example",
        topics=(("C06.1", 0.95),),
        wanted="عذرخواهی",
        wanted_code="R17",
        owner="mina",
        severity=2,
        answer="گفت‌وگوی ضبط‌شده را شنیدیم. رفتاری که با شما شد با قول ما به مشتریان سازگار نبود و بابت آن عذر می‌خواهیم. "
        "موضوع با سرپرست فروش تلفنی پیگیری شده است.",
        reason="گفت‌وگوی ضبط‌شده گفتهٔ شما را تأیید می‌کند.",
        remedy=("R17", None),
    ),
    Story(
        days_ago=4,
        reached="implementing",
        language="fa",
        narrative="پول سفارشی که سه هفته پیش لغو کردم هنوز به حسابم برنگشته است و هر بار می‌گویید تا آخر هفته.",
        name="سارا نوری",
        email="sara@customer.example",
        order_ref="B-20455",
        topics=(("C04.3", 0.9), ("C04.6", 0.58)),
        wanted="بازگشت پول",
        wanted_code="R14",
        owner="mina",
        answer="لغو سفارش شما در سامانه ثبت شده بود ولی دستور پرداخت صادر نشده بود. "
        "پول تا سه روز کاری دیگر به حساب شما برمی‌گردد.",
        reason="دستور پرداخت در سامانه ثبت نشده است.",
        remedy=("R14", Decimal(500_000)),
    ),
    Story(
        days_ago=2,
        reached="investigating",
        language="en",
        narrative="The wardrobe's door fell off its hinge after a week. The fitter said the holes were drilled in "
        "the wrong place, "
        "and the shop says the guarantee does not cover fitting.",
        name="Grace Miller",
        email="grace@customer.example",
        order_ref="B-20501",
        product="Wardrobe",
        topics=(("C04.1", 0.82), ("C01.4", 0.61)),
        wanted="a repair at no cost",
        wanted_code="R02",
        owner="omid",
        severity=3,
    ),
    Story(
        days_ago=1,
        reached="in_assessment",
        language="fa",
        narrative="فرش سفارش B-20533 با دو روز تأخیر رسید و گوشه‌اش خیس بود. پیک گفت به من ربطی ندارد.",
        name="علی کاظمی",
        email=None,
        phone="09120000000",
        order_ref="B-20533",
        product="فرش",
        topics=(("C01.3", 0.88), ("C02.7", 0.7)),
        wanted="تعویض",
        wanted_code="R03",
        owner="mina",
        talk=(
            "سلام. فرش سفارش B-20533 با دو روز تأخیر رسید و گوشه‌اش خیس بود. پیک گفت به من ربطی ندارد.",
            "پس فرش سفارش B-20533 دیر و خیس رسیده است. متأسفم. چه کاری مشکل را حل می‌کند؟",
            "تعویضش کنید",
        ),
    ),
    Story(
        days_ago=0.1,
        reached="registered",
        language="en",
        narrative="The kettle I bought last week makes the fuse jump every time, and yesterday there was a smell of burning.",
        name="Peter Lane",
        email="peter@customer.example",
        order_ref="B-20560",
        product="Kettle",
        topics=(("C09.4", 0.9),),
        wanted="a refund",
        wanted_code="R14",
        channel="form",
        safety=True,
    ),
    Story(
        days_ago=0.02,
        reached="registered",
        language="fa",
        narrative="سه بار ایمیل زدم و هیچ جوابی نگرفتم. فقط می‌خواهم بدانم میز سفارش B-20571 کی می‌رسد.",
        name="مریم صادقی",
        email="maryam@customer.example",
        order_ref="B-20571",
        product="میز",
        topics=(("C12.1", 0.77), ("C02.2", 0.69)),
        wanted="پاسخ روشن",
        wanted_code="R10",
        channel="form",
    ),
)
