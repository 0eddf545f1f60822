"""Telling a story from a mere wish to complain: "I want to complain about my order" is an opening, "it came broken" a story."""

from __future__ import annotations

import re

from actions.parsing.letters import plain

_OPENING = set(
    """
i i'm i'd i've im we my our me us a an the this that it is was are be been am have has had having got to for about with of on in at and or so but very really just like want would
need wish wanna can could may might how do does did please hi hello hey dear sir madam make file raise lodge submit report register open start send log complain complains
complaining complaint complaints problem problems issue issues trouble something some someone thing wrong bad concern grievance your you there here now today new an order
service company shop store bank insurance school product purchase item formal official serious again also yes ok okay well good morning afternoon evening unhappy dissatisfied help
من ما یک یه و با از به در را رو که این آن اون است هست هستم دارم داشتم داریم میخوام میخواهم میخواستم خواستم بگم بگویم باید لطفا سلام درود وقت بخیر خسته نباشید
شکایت شکایتی شکایتم شکایات مشکل مشکلی مشکلم ایراد اعتراض انتقاد گله ثبت کنم کردن کنید بکنم بدم بدهم اعلام گزارش مطرح یکی برای درباره درمورد مورد در خصوص راجع سفارش سفارشم
خرید خریدم خدمات شرکت فروشگاه بانک محصول کالا شما شماره خیلی هم بله آره باشه چطور چگونه میتونم میتوانم کجا جدید دیگه دیگر ناراضی ناراضیم ناراضیام
salam mikham mikhastam shekayat moshkel daram konam sabt az be ba ye yek man lotfan
""".split()
)


def content_words(text: str) -> list[str]:
    """The words that say something beyond "I have a complaint"."""
    return [word for word in re.findall(r"[^\W_][\w'-]*", plain(text)) if word not in _OPENING and not word.isdigit() and len(word) > 1]


def is_story(text: str) -> bool:
    """Whether the text tells at least a little of what happened."""
    return len(content_words(text)) >= 2


def is_long(text: str) -> bool:
    """Long enough that a customer would be hurt to write it twice."""
    return len(content_words(text)) >= 6
