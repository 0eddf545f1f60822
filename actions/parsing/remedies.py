"""What would put it right, in the customer's words: the code of the remedy list and nothing more. No word here promises anything."""

from __future__ import annotations

import re

from actions.parsing.letters import plain

_PATTERNS: list[tuple[str, str]] = [
    ("R03", r"replace|exchange|swap|(?:send|give|want|get|need) (?:me )?(?:a |another )?(?:new|another|working) (?:one|\w+)|right (?:one|item|size)|تعویض|عوض(?:ش)? ?(?:کن|بش|شه)|یکی دیگه|نوش|سالمش|جایگزین|avaz"),
    ("R02", r"\brepair|\bfix (?:it|the|my|this)|fixed|تعمیر|درستش? ?کن|درست بش|tamir"),
    ("R14", r"refund|reimburs|money back|my money|pay (?:me )?back|return (?:of )?(?:my |the )?(?:money|payment|cash)|credit(?:ed)? back|بازگشت (?:پول|وجه)|پولم ?(?:را|رو|و)?|پول(?:م)? (?:را|رو)? ?(?:پس|برگرد)|وجه|استرداد|پس بد|برگردون|برگردان|pool(?:am|amo)|refand"),
    ("R17", r"apolog|say sorry|عذرخواهی|عذر خواهی|معذرت|ozr"),
    ("R12", r"compensat|make up for|goodwill|خسارت|غرامت|جبران"),
    ("R15", r"discount|partial refund|price reduction|money off|تخفیف"),
    ("R05", r"cancel (?:the|my) (?:order|contract|sale|subscription|policy)|لغو (?:سفارش|قرارداد|خرید)|فسخ|کنسل"),
    ("R10", r"explanation|explain|an answer|want to know (?:why|what)|توضیح|دلیلش|جواب (?:درست|روشن)|پاسخ روشن"),
    ("R01", r"deliver (?:it|my|the)|send (?:it|my order|the (?:rest|missing))|(?:missing|rest of the) (?:part|item)s?|ارسال (?:کن|ش)|بفرست|تحویل بد|به دستم برس"),
    ("R09", r"correct (?:the|my) (?:bill|invoice)|fix (?:the|my) (?:bill|invoice)|اصلاح (?:فاکتور|صورت ?حساب|قبض)"),
    ("R07", r"keep (?:the|your) promise|do what (?:you|was) promised|به (?:قول|تعهد)"),
    ("R18", r"technical (?:help|support)|پشتیبانی فنی|راهنمایی فنی"),
]  # fmt: skip
_WANTS = re.compile(
    r"\b(?:i(?:'d| would)? (?:just |only )?(?:want|like|expect|need|demand|ask for)|please|you should|would like|can i (?:have|get)|could i|give me|send me|looking for)\b"
    r"|میخوام|میخواهم|خواستارم|خواهشمندم|لطفا|تقاضا|درخواست|باید|mikham|lotfan"
)
_NOT_WANTED = re.compile(r"(?:refus|denied|promised|still (?:no|waiting)|never|no|without|rejected) (?:\w+ ){0,3}(?:refund|replacement|repair|apology)|قول \w+ (?:تعویض|بازگشت)")
_UNSURE = re.compile(
    r"\b(?:not sure|don'?t know|no idea|unsure|you decide|whatever|up to you|dunno|haven'?t decided)\b|نمیدونم|نمیدانم|مطمین نیستم|هر چی|هرچه|خودتون|خودتان|فرقی نمی|nemidoonam|nemidunam"
)


def find_remedy(text: str) -> str | None:
    """The code of the first remedy named, or None. For an answer to "what would put it right?"."""
    words = plain(text)
    found = [(match.start(), code) for code, pattern in _PATTERNS if (match := re.search(pattern, words))]
    return min(found)[1] if found else None


def find_wish(text: str) -> tuple[str, str] | None:
    """A remedy that a story asks for ("please send me a new one"): its code and the sentence. What was refused is no wish."""
    for sentence in re.split(r"(?<=[.!?؟\n])\s+|\n", text):
        words = plain(sentence)
        code = find_remedy(sentence)
        if code and _WANTS.search(words) and not _NOT_WANTED.search(words):
            return code, sentence.strip()
    return None


def is_unsure(text: str) -> bool:
    return bool(_UNSURE.search(plain(text)))
