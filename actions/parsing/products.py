"""The thing a complaint is about, from a plain list of things that people buy or use. A guess to be read back, not a catalogue."""

from __future__ import annotations

import re

from actions.parsing.letters import plain

_ENGLISH = """
washing machine, coffee machine, coffee maker, vacuum cleaner, hair dryer, air conditioner, air fryer, baby monitor, car seat, credit card, debit card, bank card,
current account, savings account, gift card, life insurance, car insurance, health insurance, travel insurance, home insurance, online course, mobile app, phone case,
memory card, hard drive, power bank, smart watch, gas heater, water heater, rice cooker, food processor, electric blanket, office chair, dining table, running shoes,
kettle, toaster, fridge, refrigerator, freezer, oven, microwave, dishwasher, blender, iron, heater, fan, lamp, television, tv, laptop, tablet, phone, smartphone,
headphones, headset, earbuds, charger, camera, printer, monitor, keyboard, mouse, router, modem, speaker, watch, console, battery, sofa, couch, mattress, bed, wardrobe,
bookshelf, chair, table, desk, carpet, rug, curtain, shoes, boots, jacket, coat, dress, shirt, trousers, jeans, bag, backpack, suitcase, book, toy, bicycle, bike,
scooter, stroller, perfume, cream, shampoo, medicine, milk, cheese, cake, pizza, meal, flowers, ring, necklace, glasses, ticket, subscription, loan, mortgage,
account, policy, insurance, claim, course, exam, certificate, invoice, bill, parcel, package, app, website, internet, sim card, tyre, car
"""
_PERSIAN = """
ماشین لباسشویی, ماشین ظرفشویی, جاروبرقی, قهوه ساز, چای ساز, پلوپز, آبمیوه گیری, مخلوط کن, سرخ کن, کولر گازی, آبگرمکن, بخاری برقی, بخاری گازی, صندلی ماشین, صندلی کودک,
کارت بانکی, کارت اعتباری, کارت هدیه, حساب بانکی, بیمه نامه, بیمه بدنه, بیمه عمر, بیمه تکمیلی, دوره آنلاین, گوشی موبایل, پاور بانک, پاوربانک, ساعت هوشمند, هارد اکسترنال,
کتری, توستر, یخچال, فریزر, اجاق, مایکروویو, مایکروفر, ظرفشویی, لباسشویی, اتو, بخاری, پنکه, لامپ, چراغ, تلویزیون, لپ تاپ, لپتاپ, تبلت, گوشی, موبایل, هدفون, هدست, هندزفری,
شارژر, دوربین, پرینتر, مانیتور, کیبورد, موس, مودم, اسپیکر, ساعت, کنسول, باتری, باطری, مبل, تشک, تخت, کمد, کتابخانه, صندلی, میز, فرش, پرده, کفش, کتونی, چکمه, کاپشن,
پالتو, پیراهن, شلوار, مانتو, کیف, کوله, چمدان, کتاب, اسباب بازی, دوچرخه, اسکوتر, کالسکه, عطر, کرم, شامپو, دارو, شیر, پنیر, کیک, پیتزا, غذا, گل, انگشتر, گردنبند, عینک,
بلیت, بلیط, اشتراک, وام, تسهیلات, حساب, بیمه, دوره, آزمون, مدرک, گواهی, فاکتور, قبض, بسته, مرسوله, اپلیکیشن, سایت, اینترنت, سیم کارت, لاستیک, خودرو, ماشین
"""


def _names(listed: str) -> list[str]:
    names = [name.strip() for name in listed.replace("\n", " ").split(",") if name.strip()]
    return sorted(names, key=lambda name: (-len(name.split()), -len(name)))


_ENGLISH_WORD = re.compile(rf"\b({'|'.join(map(re.escape, _names(_ENGLISH)))})(?:e?s)?\b")
_PERSIAN_NAMES = {name.replace(" ", ""): name for name in _names(_PERSIAN)}
_PERSIAN_WORD = re.compile(
    rf"(?<!\w)({'|'.join(' ?'.join(map(re.escape, name.split())) for name in _names(_PERSIAN))})(?:م|ت|ش|ی|ها|های|هایی|یی|مون|مان|تون|مو|ام|ای|ه|و|رو|را)?(?!\w)"
)
_WEAK = {"account", "bill", "invoice", "parcel", "package", "app", "website", "claim", "policy", "car", "gl", "گل", "بسته", "مرسوله", "قبض", "فاکتور", "حساب", "سایت", "ماشین", "کرم", "شیر", "بیمه", "watch", "fan", "bed"}


def find_product(text: str) -> str | None:
    """The first clear product named, in the language of the text; a vague one ("parcel") only when there is no clearer."""
    words = plain(text)
    found = [match[1] for match in _ENGLISH_WORD.finditer(words)]
    found += [_PERSIAN_NAMES[match[1].replace(" ", "")] for match in _PERSIAN_WORD.finditer(words)]
    clear = [name for name in found if name not in _WEAK]
    return next(iter(clear or found), None)
