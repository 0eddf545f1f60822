"""Names for people who do not exist. Persian ones in both letters: an address is written in Latin ones."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_FIRST_EN = (
    "Alice Amir Anna Arthur Beth Carla Chloe Daniel Derek Ella Emma Felix Fiona George Grace Hannah Harry Ian Irene Jack "
    "James Joan Karen Kofi Laura Leo Lucy Maria Martin Maya Nadia Nick Nora Oliver Oscar Paula Peter Priya Rachel Robert "
    "Rosa Ruth Samuel Sean Sofia Stella Thomas Tina Victor Wendy"
)
_LAST_EN = (
    "Adams Archer Bailey Barnes Bell Bishop Brook Carter Clarke Cole Cooper Dawson Doyle Ellis Evans Fisher Fletcher "
    "Gardner Grant Hall Harper Hayes Hughes Jordan Keane Lane Lewis Marsh Mason Miller Nash Osei Palmer Patel Quinn Reed "
    "Rowe Shaw Silva Sutton Taylor Turner Vaughan Walsh Ward Webb West Wood Yates Young"
)
_FIRST_FA = (
    "آرش arash آزاده azadeh آیدا aida احسان ehsan افسانه afsaneh امیر amir بابک babak بهار bahar بهرام bahram پریسا parisa "
    "پویا pouya ترانه taraneh جواد javad حامد hamed حمید hamid داریوش dariush رضا reza رؤیا roya زهرا zahra زیبا ziba سارا sara "
    "سامان saman سپیده sepideh سعید saeid سمیرا samira سهیل soheil شهاب shahab شیرین shirin طاهره tahereh علی ali فاطمه fatemeh "
    "فرهاد farhad کامران kamran کاوه kaveh کیانا kiana گلناز golnaz لاله laleh مجید majid محسن mohsen مریم maryam مهدی mehdi "
    "مهسا mahsa مینو minoo نازنین nazanin نگار negar نیما nima هادی hadi هدی hoda یاسمن yasaman یوسف yousef"
)
_LAST_FA = (
    "آذری azari احمدی ahmadi اسدی asadi اکبری akbari امینی amini باقری bagheri بهرامی bahrami پارسا parsa ترابی torabi "
    "جعفری jafari حسینی hosseini حیدری heydari خسروی khosravi داوودی davoudi رحیمی rahimi رستمی rostami زارعی zarei "
    "سلطانی soltani شریفی sharifi صادقی sadeghi صالحی salehi طاهری taheri عباسی abbasi فرهادی farhadi قاسمی ghasemi "
    "کاظمی kazemi کریمی karimi گودرزی goodarzi لطفی lotfi محمدی mohammadi مرادی moradi موسوی mousavi نجفی najafi نظری nazari "
    "نوری nouri هاشمی hashemi یزدانی yazdani یوسفی yousefi"
)
FIRST_EN, LAST_EN, FIRST_FA, LAST_FA = (names.split() for names in (_FIRST_EN, _LAST_EN, _FIRST_FA, _LAST_FA))
PERSIAN = dict(zip(FIRST_FA[1::2], FIRST_FA[::2], strict=True)), dict(zip(LAST_FA[1::2], LAST_FA[::2], strict=True))


@dataclass(frozen=True)
class Name:
    """Somebody who complains. `email` and `phone` lead nowhere."""

    name: str
    email: str
    phone: str


def complainant(number: int, language: str) -> Name:
    """The person with this number: always the same one."""
    chance = Random(f"person {number}")  # noqa: S311
    if language == "fa":
        first, last = chance.choice(FIRST_FA[1::2]), chance.choice(LAST_FA[1::2])
        name = f"{PERSIAN[0][first]} {PERSIAN[1][last]}"
    else:
        first, last = chance.choice(FIRST_EN), chance.choice(LAST_EN)
        name = f"{first} {last}"
    email = f"{first}.{last}.{number}@customer.example".lower()
    return Name(name, email, f"0912{chance.randrange(10**7):07d}")


def colleague(number: int) -> tuple[str, str]:
    """Names of somebody at the desk, in English and in Persian letters."""
    chance = Random(f"colleague {number}")  # noqa: S311
    first, last = chance.choice(FIRST_FA[1::2]), chance.choice(LAST_FA[1::2])
    return f"{first.title()} {last.title()}", f"{PERSIAN[0][first]} {PERSIAN[1][last]}"
