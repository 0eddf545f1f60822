"""What goes wrong in a shop for the home, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Plot:
    """One thing that goes wrong. `often`: how often, compared with the others. `money`: it may end with money given back."""

    topics: tuple[str, ...]
    often: int
    wish: str
    en: str
    fa: str
    answer_en: str
    answer_fa: str
    money: bool = False


PRODUCTS = (
    ("kettle", "کتری برقی"), ("carpet", "فرش"), ("lamp", "چراغ مطالعه"), ("table", "میز ناهارخوری"), ("sofa", "مبل"),
    ("bookshelf", "کتابخانه"), ("fan", "پنکه"), ("set of plates", "سرویس بشقاب"), ("vacuum cleaner", "جاروبرقی"),
    ("water heater", "آبگرمکن"), ("mattress", "تشک"), ("curtain", "پرده"),
)  # fmt: skip
AMOUNTS = tuple(Decimal(amount) for amount in (120_000, 250_000, 480_000, 900_000, 1_600_000, 3_200_000))

PLOTS = (
    Plot(
        ("C02.2",), 16, "R01",
        "Order {order}, a {product}, should have come ten days ago. Every time I ask I am told that it comes tomorrow.",
        "سفارش {order} که {product} است باید ده روز پیش می‌رسید. هر بار می‌پرسم می‌گویید فردا می‌رسد.",
        "The parcel had been left in the wrong depot. It was found and reached you today; we are sorry for the wait.",
        "مرسولهٔ شما به انبار دیگری رفته بود. پیدا شد و امروز به دستتان رسید. بابت این انتظار عذر می‌خواهیم.",
    ),
    Plot(
        ("C01.1",), 13, "R03",
        "The {product} from order {order} stopped working on the second day. I followed the leaflet step by step.",
        "{product} سفارش {order} روز دوم از کار افتاد. همهٔ مراحل دفترچه را هم انجام دادم.",
        "The workshop found a fault from the factory. A new one is on its way and the old one will be collected.",
        "کارگاه ایراد را ساخت کارخانه تشخیص داد. دستگاه نو فرستاده شد و قبلی از شما تحویل گرفته می‌شود.",
    ),
    Plot(
        ("C01.3", "C02.7"), 10, "R03",
        "The {product} (order {order}) came with a broken corner and the courier said it was not his business.",
        "گوشهٔ {product} سفارش {order} شکسته بود و پیک گفت به من ارتباطی ندارد.",
        "The box was not packed as it should be, and the courier was spoken to. You get another one without paying.",
        "بسته‌بندی مناسب نبود و با پیک هم صحبت شد. کالای سالم بدون هزینه برایتان فرستاده می‌شود.",
    ),
    Plot(
        ("C04.3",), 9, "R14",
        "I cancelled order {order} three weeks ago and the money for the {product} has still not come back.",
        "سفارش {order} را سه هفته پیش لغو کردم و هنوز پول {product} به حسابم برنگشته است.",
        "The order to pay was never given, which was our mistake. The money leaves today.",
        "دستور پرداخت صادر نشده بود و خطا از ما بود. پول امروز به حسابتان واریز می‌شود.",
        money=True,
    ),
    Plot(
        ("C02.3",), 8, "R03",
        "I ordered a {product} and something else was in the box. Order {order}.",
        "من {product} سفارش داده بودم و چیز دیگری در جعبه بود. شمارهٔ سفارش {order} است.",
        "Two orders were mixed up while packing. The right one is on its way; please keep the other until it is fetched.",
        "هنگام بسته‌بندی دو سفارش جابه‌جا شده بود. کالای درست در راه است و قبلی را از شما می‌گیریم.",
    ),
    Plot(
        ("C03.6",), 6, "R14",
        "My card was charged twice for order {order}, both times in the same minute.",
        "برای سفارش {order} دو بار و هر دو در یک دقیقه از کارتم پول برداشته شده است.",
        "The payment page had answered too late. The second payment was sent back today.",
        "صفحهٔ پرداخت دیر پاسخ داده بود. مبلغ دوم امروز بازگردانده شد.",
        money=True,
    ),
    Plot(
        ("C06.1",), 5, "R17",
        "I asked on the telephone about order {order} and was laughed at. I was told to buy somewhere else.",
        "دربارهٔ سفارش {order} تلفنی پرسیدم و به من خندیدند و گفتند از جای دیگری بخرید.",
        "We have listened to the call. Nobody should be spoken to like that, and we apologise.",
        "مکالمه را شنیدیم. با هیچ‌کس نباید این‌طور صحبت شود و بابت آن عذر می‌خواهیم.",
    ),
    Plot(
        ("C02.5",), 6, "R01",
        "The fitter for the {product} did not come, twice. I had taken the day off both times. Order {order}.",
        "نصاب {product} دو بار نیامد و هر دو بار مرخصی گرفته بودم. سفارش {order}.",
        "Both visits had been given to one person who was ill. The fitting is done now and costs nothing.",
        "هر دو نوبت به یک همکار بیمار داده شده بود. نصب انجام شد و هزینه‌ای ندارد.",
    ),
    Plot(
        ("C04.2",), 6, "R05",
        "You do not take back the {product} although I asked within the seven days. Order {order}.",
        "{product} را پس نمی‌گیرید با اینکه در مهلت هفت‌روزه درخواست دادم. سفارش {order}.",
        "Your request was in time and was overlooked. The return is arranged and the money follows.",
        "درخواست شما در مهلت بوده و دیده نشده است. مرجوعی هماهنگ شد و پول بازمی‌گردد.",
        money=True,
    ),
    Plot(
        ("C03.3",), 5, "R09",
        "At the end of order {order} a fee for carrying the {product} upstairs was added that nobody had told me of.",
        "در پایان سفارش {order} هزینهٔ حمل {product} به طبقه اضافه شد و کسی پیش‌تر نگفته بود.",
        "The fee should have been shown before. We have taken it off the invoice.",
        "این هزینه باید پیش از خرید نشان داده می‌شد. آن را از صورت‌حساب برداشتیم.",
    ),
    Plot(
        ("C12.1", "C02.2"), 5, "R10",
        "I have written three times about order {order} and have had no answer at all.",
        "سه بار دربارهٔ سفارش {order} نوشتم و هیچ پاسخی نگرفتم.",
        "Your letters lay in a box that nobody read. That has changed, and here is the answer that you were owed.",
        "نامه‌های شما در صندوقی مانده بود که کسی نمی‌خواند. این اصلاح شد و این هم پاسخی که باید زودتر می‌گرفتید.",
    ),
    Plot(
        ("C08.1",), 4, "R18",
        "The page for order {order} shows an error each time I want to choose the day for the {product}.",
        "صفحهٔ سفارش {order} هر بار که روز تحویل {product} را انتخاب می‌کنم خطا می‌دهد.",
        "The page could not read your postcode. It works now, and we have entered the day that you wanted.",
        "صفحه کد پستی شما را نمی‌خواند. درست شد و روز دلخواهتان را هم ثبت کردیم.",
    ),
    Plot(
        ("C07.1",), 4, "R10",
        "The shop said that the {product} fits my door and it does not. Order {order}.",
        "گفتید {product} از در خانهٔ من رد می‌شود و نشد. سفارش {order}.",
        "The measures on the page were those of another model. They are corrected, and you may return yours.",
        "اندازه‌های صفحه از مدل دیگری بود. اصلاح شد و می‌توانید کالا را پس بدهید.",
    ),
    Plot(
        ("C10.1",), 1, "R10",
        "A letter about somebody else's order was in my box with the {product}. Who has mine? Order {order}.",
        "نامهٔ سفارش شخص دیگری همراه {product} من بود. نامهٔ من دست کیست؟ سفارش {order}.",
        "Two letters were swapped. Both people know of it, yours was destroyed, and the packing table was changed.",
        "دو نامه جابه‌جا شده بود. هر دو نفر خبر دارند، نامهٔ شما از بین رفت و روال بسته‌بندی عوض شد.",
    ),
    Plot(
        ("C09.4",), 1, "R14",
        "The {product} from order {order} smelled of burning and the fuse jumped.",
        "از {product} سفارش {order} بوی سوختگی آمد و فیوز پرید.",
        "The plug had a fault. Please do not use it again; all of that batch are being fetched.",
        "دوشاخه ایراد داشت. لطفاً دیگر از آن استفاده نکنید. همهٔ آن سری جمع‌آوری می‌شود.",
        money=True,
    ),
)  # fmt: skip
