"""Words of danger are heard in English, Persian and Finglish, misspelt too; figures of speech are not taken for them.

The sentences were written apart from the lists; before any correction the lists heard 47 of the 48.
"""

from __future__ import annotations

import pytest

from actions.parsing.danger import find_danger, is_certain_danger

DANGER = """
The hairdryer sparked and burned my fingers.
there is a strong smell of gas in our flat since the boiler was fitted
my daughter choked on a piece of the toy
I got an electrical shock from the fridge door
our kitchen filled with smoke when I switched the oven on
He was taken to hospital after eating your salad.
the battery exploded in my pocket
We all had food poisoning after the buffet.
I can't go on like this, I want to die
My son had an allergic reaction to the cream, his face was swollen
the ladder collapsed and I broke my wrist
the brakes on the bike failed going downhill
I found glass in my yoghurt, a piece of glass
the pharmacist handed out the wrong medication
your guard punched me
the heater overheats and the cable melted
carbon monoxide alarm went off twice
I slipped on the wet floor in your shop and hurt my back
the stroller folded while my baby was at risk of falling, very dangerous
i think about suicide because of this debt
my mum fainted from the fumes
The plug got so hot it was smoking
سشوار جرقه زد و انگشتم سوخت
از وقتی پکیج نصب شده خانه بوی گاز می‌دهد
دخترم نزدیک بود با قطعهٔ اسباب‌بازی خفه شود
یخچال مرا برق گرفت
آشپزخانه پر از دود شد
بعد از خوردن سالاد شما کارمان به بیمارستان کشید
باتری توی جیبم منفجر شد
همه‌مان مسموم شدیم
دیگه نمی‌خوام زنده باشم
صورت پسرم از کرم شما ورم کرد
نردبان شکست و دستم شکست
ترمز دوچرخه وسط سرازیری نگرفت
توی ماست خرده شیشه بود
داروخانه داروی اشتباهی به من داد
نگهبانتان با مشت زد توی صورتم
سیم بخاری آب شد و نزدیک بود آتیش بگیره
مادرم از بوی مواد شیمیایی بیهوش شد
کف فروشگاه خیس بود و لیز خوردم
دستم با لبهٔ تیز قوطی برید و خون آمد
کپسول گاز نشت می‌کند
به خودکشی فکر می‌کنم
بچه باتری سکه‌ای را قورت داد
barghesh mano gereft
sharj kardam atish gereft
bad az ghaza masmoom shodim
mikham khodkoshi konam
""".strip().splitlines()

CALM = """
I was shocked at the size of the bill
you should fire that manager
my app crashes when I open it
I'm sick of waiting for my refund
the delivery is dead late
this phone is killing my battery
you are burning my time
the kettle doesn't get hot
the screen is dead
they cut my discount
my order never arrived
the colour is different from the photo
I'd kill for a straight answer about my refund
the advert hit me with hidden costs
My account is frozen
the gas station charged me twice
قیمتش مرا شوکه کرد
پولم را پس بدهید
کتری گرم نمی‌کند
دلم برای پولم می‌سوزه ولی بگذریم
تلفن قطع شد
پیک بسته را پرت کرد
لباسشویی نشتی آب دارد
رنگش با عکس فرق دارد
از صدای زیادش خسته شدم
سایت باز نمی‌شود
آهنگ تصادفی پخش می‌شود
poolamo pas bedin
""".strip().splitlines()


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_heard(text: str) -> None:
    assert find_danger(text)


def test_figures_of_speech_seldom_raise_the_alarm() -> None:
    """A false alarm costs a person one look, so a few may pass, but not many."""
    false_alarms = [text for text in CALM if find_danger(text)]
    assert len(false_alarms) <= len(CALM) // 10, false_alarms


@pytest.mark.parametrize(
    "text",
    [
        "the loose step twisted my ankle",
        "the brake hose leaked and the pedal went soft",
        "we were stuck in the lift for an hour",
        "lug nuts on the left side sheared",
        "فرمان ماشین وسط پیچ قفل شد",
        "توی بستهٔ برنج فضلهٔ موش بود",
    ],
)
def test_a_dry_report_of_a_hazard_is_heard(text: str) -> None:
    assert find_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "as far as I recall I paid twice",
        "the clerk exploded when I asked for a receipt",
        "your smoke detector has not arrived",
        "the bulb burned out after a week",
        "از دیدن قبض شوکه شدم",
        "لامپ دو روزه سوخت",
    ],
)
def test_a_figure_of_speech_is_no_danger(text: str) -> None:
    assert find_danger(text) is None


@pytest.mark.parametrize("text", ["I don't want to live any more", "بچه‌ام نفس نمی‌کشد", "we smell gas in the hall"])
def test_some_words_leave_no_room_for_a_second_opinion(text: str) -> None:
    assert is_certain_danger(text)
    assert not is_certain_danger("the wheel came off at sixty")
