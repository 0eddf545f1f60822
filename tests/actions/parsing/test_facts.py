"""Orders, money, contacts, names, products and wishes are read out of plain sentences, and nothing is guessed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from actions.parsing.contacts import find_email, find_name, find_phone, looks_like_broken_email, name_beside_contact
from actions.parsing.facts import facts
from actions.parsing.letters import is_persian_script, plain
from actions.parsing.money import Money, find_money
from actions.parsing.products import find_product
from actions.parsing.references import find_case_number, find_order, find_secret
from actions.parsing.remedies import find_remedy, find_wish, is_unsure
from actions.parsing.signals import find_needs, is_about_staff
from actions.parsing.stories import is_long, is_story, without_greeting

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("my kettle from order A-10423 came broken", "A-10423"),
        ("order no. 55120 is late", "55120"),
        ("#20391 never came", "20391"),
        ("policy number P-88123", "P-88123"),
        ("سفارش شماره ۱۲۳۴۵ نرسیده", "12345"),
        ("شماره سفارشم A-10423 است", "A-10423"),
        ("I paid 45000 rials", None),
        ("I ordered 2 weeks ago", None),
        ("write to a-100@example.org", None),
        ("PA-4821-7735", None),
        ("K7QM-2XRD-9T", None),
    ],
)
def test_an_order_number_is_found(text: str, order: str | None) -> None:
    assert find_order(text) == order


def test_a_bare_number_is_an_order_only_as_an_answer() -> None:
    assert find_order("20391") is None
    assert find_order("20391", asked=True) == "20391"
    assert find_order("0912 123 4567", asked=True) != "09121234567"


def test_a_case_number_and_its_secret_are_read_however_they_are_typed() -> None:
    assert find_case_number("my number is pa 4821 7735") == "PA-4821-7735"
    assert find_case_number("شماره PA-۴۸۲۱-۷۷۳۵") == "PA-4821-7735"
    assert find_secret("PA-4821-7735 and k7qm-2xrd-9t") == "K7QM-2XRD-9T"
    assert find_secret("PA-4821-7735") is None


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("it cost $45.50", Money("45.50", "USD")),
        ("120 euros", Money("120", "EUR")),
        ("£1,250", Money("1250", "GBP")),
        ("۲۵۰ هزار تومان دادم", Money("250000", "IRT")),
        ("۱٬۲۰۰٬۰۰۰ ریال", Money("1200000", "IRR")),
        ("2.5 میلیون تومن", Money("2500000", "IRT")),
        ("order 20391", None),
        ("I waited 20 days", None),
    ],
)
def test_money_is_an_amount_with_its_currency(text: str, money: Money | None) -> None:
    assert find_money(text) == money


def test_contacts_are_found_and_other_numbers_are_not_taken_for_them() -> None:
    assert find_email("write to Mina.R@example.org.") == "Mina.R@example.org"
    assert find_phone("شمارهٔ من ۰۹۱۲۱۲۳۴۵۶۷ است") == "09121234567"
    assert find_phone("call +44 20 7946 0958 please") == "+442079460958"
    assert find_phone("order 20391 of 2026-11-20") is None
    assert find_phone("PA-4821-7735") is None
    assert looks_like_broken_email("mina@example")
    assert not looks_like_broken_email("mina@example.org")


def test_a_name_is_taken_when_it_is_given_as_one() -> None:
    assert find_name("My name is Tom Baker") == "Tom Baker"
    assert find_name("اسم من مینا رضایی است") == "مینا رضایی"
    assert find_name("I am furious") is None
    assert find_name("من ناراضی هستم") is None
    assert name_beside_contact("Mina Rezaei, mina@example.org") == "Mina Rezaei"
    assert name_beside_contact("مینا رضایی، ۰۹۱۲۱۲۳۴۵۶۷") == "مینا رضایی"
    assert name_beside_contact("mina@example.org") is None


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("the coffee machine leaks", "coffee machine"),
        ("my parcel with two phones is lost", "phone"),
        ("my parcel is lost", "parcel"),
        ("کتریم خراب شد", "کتری"),
        ("ماشین‌لباسشویی آب می‌دهد", "ماشین لباسشویی"),
        ("لپتاپم خاموش میشه", "لپتاپ"),
        ("they were rude", None),
    ],
)
def test_a_product_is_the_clearest_thing_named(text: str, product: str | None) -> None:
    assert find_product(text) == product


def test_remedies_and_wishes_are_told_from_refusals() -> None:
    assert find_remedy("I'd like my money back") == "R14"
    assert find_remedy("لطفاً عوضش کنید") == "R03"
    assert find_remedy("an apology would do") == "R17"
    assert find_wish("It broke. Please send me a new one.") == ("R03", "Please send me a new one.")
    assert find_wish("You refused my refund and I am angry.") is None
    assert is_unsure("هر چی خودتون صلاح می‌دونید")


def test_a_wish_to_complain_is_not_yet_a_story() -> None:
    assert not is_story("I want to complain about my order")
    assert not is_story("می‌خواهم شکایت کنم")
    assert is_story("the lid is broken")
    assert is_story("سفارشم نرسیده")
    assert is_story("سفارشم خیلی دیر نرسیده، پیک نیامد")
    assert is_long("my washing machine leaks on the floor every single time I use it")


def test_a_greeting_before_a_story_is_set_aside() -> None:
    assert without_greeting("Hi there, good morning! My kettle leaks") == "my kettle leaks"
    assert without_greeting("سلام، خسته نباشید. سفارشم نرسیده است") == "سفارشم نرسیده است"
    assert without_greeting("hello, good morning") == "hello, good morning"
    assert without_greeting("Hi Peter") == "hi peter"
    assert without_greeting("history books are missing") == "history books are missing"


def test_staff_and_needs_are_noticed() -> None:
    assert is_about_staff("Your cashier shouted at me")
    assert is_about_staff("راننده‌تان به من فحش داد")
    assert not is_about_staff("the kettle is broken")
    assert find_needs("I use a wheelchair") == ["step-free access"]
    assert find_needs("نابینا هستم") == ["large print or reading help"]
    assert find_needs("the kettle is broken") == []


@pytest.mark.parametrize(
    "text",
    [
        "The flight attendant snapped at my daughter for asking for water",
        "the lady at reception rolled her eyes at me",
        "I was treated like a thief at the exit",
        "مهماندار سر پسرم داد کشید",
        "خانم پشت پیشخوان جواب سربالا داد",
        "با مادرم مثل گدا رفتار کردند",
        "karmande baje ba man bad barkhord kard",
    ],
)
def test_staff_are_accused_in_many_words(text: str) -> None:
    assert is_about_staff(text)


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("I have cataracts, the letters are too small", "large print or reading help"),
        ("my hearing is gone, I wear a cochlear implant", "writing instead of calls"),
        ("my leg is in plaster, I can't climb to your office", "step-free access"),
        ("my English isn't good", "short plain sentences"),
        ("my father is in intensive care", "extra time"),
        ("I live on my pension", "care with payment demands"),
        ("آب مروارید دارم", "large print or reading help"),
        ("سمعک دارم و پشت تلفن نمی‌شنوم", "writing instead of calls"),
        ("پایم در گچ است", "step-free access"),
        ("با گوشی بلد نیستم کار کنم", "short plain sentences"),
        ("مادرم بستری است", "extra time"),
        ("خرج دوا ندارم", "care with payment demands"),
    ],
)
def test_needs_are_noticed_in_many_words(text: str, need: str) -> None:
    assert need in find_needs(text)


@pytest.mark.parametrize(
    "text",
    [
        "اعصابم از دست شما خرد شد",
        "اس‌ام‌اس نیامد",
        "آسمان ابری است",
        "گوشهٔ جعبه له شده بود",
        "فرصت تخفیف را از دست دادم",
        "I am sick of your excuses",
        "the key broke in the lock",
        "I nearly had a heart attack when I saw the bill",
    ],
)
def test_words_that_only_look_like_needs_are_none(text: str) -> None:
    assert find_needs(text) == []


def test_a_whole_story_gives_all_its_facts_at_once() -> None:
    found = facts("My kettle from order A-10423 broke two days ago, it cost $45.50. mina@example.org", NOW, "UTC")
    assert found == {
        "order_ref": "A-10423",
        "product": "kettle",
        "incident_date": "2026-11-22",
        "amount": "45.50",
        "currency": "USD",
        "email": "mina@example.org",
    }


def test_one_spelling_for_many_ways_to_type() -> None:
    assert plain("نمي‌خواهم") == plain("نمی خواهم") == plain("نمیخواهم")
    assert plain("كتـري ۱۲") == "کتری 12"
    assert plain("SOOOOO bad") == "soo bad"
    assert is_persian_script("کتری A-12 شکست")
    assert not is_persian_script("my کتری is broken")
