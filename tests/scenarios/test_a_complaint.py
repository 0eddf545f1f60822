"""From the first word to the survey, through the real programs, in both languages.

The customer talks to the first process, the desk works at the other one where there are two.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from handoff.demo.people import MINA
from tests.support.customers import TalkingCustomer, open_chat
from tests.support.desks import Desk, sign_in


@dataclass(frozen=True)
class Words:
    """The same story in one language."""

    language: str
    story: str
    refund: str
    email: str
    yes: str
    person: str
    hello: str
    answer: str
    accept: str
    cannot_say: str
    skip: str
    no: str
    thanks: str


ENGLISH = Words(
    language="en",
    story="The toaster from order B-77001 arrived with a cracked side, and nobody answered my two e-mails.",
    refund="Refund",
    email="anna@customer.example",
    yes="Yes, register it",
    person="I want to talk to a person please",
    hello="Hello, this is Mina. I have read everything.",
    answer="You are right, it was broken when it left us.",
    accept="I accept this",
    cannot_say="Cannot say",
    skip="Skip",
    no="No",
    thanks="Thank",
)
PERSIAN = Words(
    language="fa",
    story="توستر سفارش B-77001 با بدنهٔ ترک‌خورده رسید و به دو ایمیلم هم کسی جواب نداد.",
    refund="بازگشت پول",
    email="anna@customer.example",
    yes="بله، ثبت شود",
    person="می‌خواهم با یک آدم حرف بزنم",
    hello="سلام، مینا هستم. همه چیز را خوانده‌ام.",
    answer="حق با شماست؛ از انبار ما شکسته بیرون رفته بود.",
    accept="می‌پذیرم",
    cannot_say="نمی‌توانم بگویم",
    skip="رد شوم",
    no="خیر",
    thanks="سپاس",
)


@pytest.mark.scenario
@pytest.mark.parametrize("words", [ENGLISH, PERSIAN], ids=["english", "persian"])
async def test_from_the_first_word_to_the_survey(world, words):
    async with (
        sign_in(world.other_url, MINA.email, MINA.password) as mina,
        open_chat(world.url, words.language) as anna,
    ):
        number = await tell(anna, words)
        await world.letters.one_to(words.email, number)
        await talk_to_mina(anna, mina, words)
        await answer_the_case(mina, number, words)
        await accept_the_answer(anna, mina, words)
        await rate(anna, mina, number, words)
    done = world.command("verify-audit")
    assert done.returncode == 0, done.stdout


async def tell(anna: TalkingCustomer, words: Words) -> str:
    """First word -> case -> acknowledgement. The case's number."""
    await anna.hears(lambda message: message["author"] == "assistant")
    await anna.say(words.story)
    await anna.hears_button(words.refund)
    await anna.choose(words.refund)
    asked = await anna.hears(lambda message: "?" in message["body"] or "؟" in message["body"], after=anna.last - 1)
    assert asked["author"] == "assistant"
    await anna.say(words.email)
    await anna.hears_button(words.yes)
    await anna.choose(words.yes)
    receipt = await anna.hears(lambda message: message["kind"] == "receipt")
    assert receipt["author"] == "system"
    assert sum(message["author"] == "customer" for message in anna.messages) <= 5, "five customer turns are enough"
    return receipt["card"]["number"]


async def talk_to_mina(anna: TalkingCustomer, mina: Desk, words: Words) -> None:
    """Assignment -> live talk."""
    if anna.state["speaker"] == "assistant":
        await anna.say(words.person)
    await anna.until(lambda: anna.state["speaker"] in ("queue", "agent"))
    await mina.do(f"/conversations/{anna.conversation}/taking")
    await anna.until(lambda: anna.state["speaker"] == "agent")
    await mina.open_talk(anna.conversation)
    await mina.hears(words.story)
    await mina.say(words.hello, client_id="hello")
    heard = await anna.hears(lambda message: message["body"] == words.hello)
    assert heard["author"] == "agent"
    await anna.say("A-1")
    await mina.hears("A-1")
    assert all(message["author"] != "assistant" for message in anna.messages[anna.messages.index(heard) :])


async def answer_the_case(mina: Desk, number: str, words: Words) -> None:
    """Topics confirmed, judged, answered at the front line; the talk goes back to the assistant."""
    case = f"/cases/{number}"
    for issue in await mina.issues(number):
        await mina.do(f"{case}/issues/{issue}/topic", topic="C01.3")
    await mina.do(f"{case}/assessment", severity="2", impact="1", urgency="1", complexity="simple")
    fields = {"letter": words.answer}
    for issue in await mina.issues(number):
        fields |= {f"outcome-{issue}": "upheld", f"reason-{issue}": words.answer}
    await mina.do(f"{case}/answer", **fields)


async def accept_the_answer(anna: TalkingCustomer, mina: Desk, words: Words) -> None:
    told = await anna.hears(lambda message: words.answer in message["body"])
    assert told["author"] in ("system", "agent")
    await mina.do(f"/conversations/{anna.conversation}/hand-back")
    await anna.until(lambda: anna.state["speaker"] == "assistant")
    await anna.choose(words.accept)
    await anna.hears(lambda message: message["kind"] == "notice", after=_last_own(anna))


async def rate(anna: TalkingCustomer, mina: Desk, number: str, words: Words) -> None:
    """Closure -> survey: asked in the talk, since the customer is still there."""
    for _question in range(4):
        question = await anna.hears_button(words.cannot_say, after=_last_own(anna))
        *_scale, best, _cannot_say = [button["title"] for button in question["buttons"]]
        await anna.choose(best)
    await anna.hears_button(words.skip, after=_last_own(anna))
    await anna.choose(words.skip)
    await anna.hears_button(words.no, after=_last_own(anna))
    await anna.choose(words.no)
    await anna.hears(lambda message: words.thanks in message["body"], after=_last_own(anna))
    page = await mina.page(f"/cases/{number}")
    assert "survey" in page


def _last_own(anna: TalkingCustomer) -> int:
    """The number of the customer's own newest message."""
    return max(number for number, frame in anna.seen.items() if frame.get("message", {}).get("author") == "customer")
