"""How people really talk, in both languages: several answers at once, questions in between, corrections, second thoughts,
silence, another day. Through the real Rasa and action server, with the stand-in for the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from actions.saying import say
from tests.support.asking import Customer

pytestmark = [pytest.mark.scenario, pytest.mark.asyncio]
MAIL = "anna@example.org"


@dataclass(frozen=True)
class Words:
    """What is said in one language."""

    language: str
    everything: str
    story: str
    more: str
    replacement: str
    corrected: str
    questions: tuple[str, str, str]
    insult: str
    never_mind: str
    goodbye: str
    hello: str
    other_language: str
    nonsense: tuple[str, str]
    addition: str
    not_done: str
    status: str

    def text(self, key: str, **facts: str) -> str:
        return say(self.language, key, **facts)


WORDS = [
    Words(
        language="en",
        everything=f"The kettle from order A-7701 came broken yesterday. I want a refund, please write to {MAIL}",
        story="The kettle from order A-7701 came with a broken lid and nobody answers me",
        more="And the courier threw the box over the fence, the neighbours saw it, and the carton was soaked through",
        replacement="actually I'd rather have a replacement",
        corrected="no, the order was A-12",
        questions=("is it free?", "how long does it take?", "are you a robot?"),
        insult="you are all idiots",
        never_mind="forget it, I don't want to complain any more",
        goodbye="bye",
        hello="hello",
        other_language="فارسی صحبت کنیم لطفا",
        nonsense=("qwxz vbnm", "plmk ijbn"),
        addition="the lid is also missing its screw, I noticed it this morning",
        not_done="no, the refund has not arrived on my account yet",
        status="how is my complaint going?",
    ),
    Words(
        language="fa",
        everything=f"کتری سفارش A-7701 دیروز شکسته رسید. پولم را پس بدهید لطفا، به {MAIL} بنویسید",
        story="کتری سفارش A-7701 با در شکسته رسیده و هیچ‌کس جوابم را نمی‌دهد",
        more="تازه پیک هم جعبه را از بالای در پرت کرد توی حیاط، همسایه‌ها دیدند و کارتن کاملاً خیس شده بود",
        replacement="راستش ترجیح می‌دهم برایم تعویض کنید",
        corrected="نه، شماره سفارش A-12 بود",
        questions=("رایگان است؟", "چقدر طول می‌کشد؟", "شما ربات هستید؟"),
        insult="همه‌تان احمق هستید",
        never_mind="ولش کن، نمی‌خواهم شکایت کنم",
        goodbye="خداحافظ",
        hello="سلام",
        other_language="can we speak English please?",
        nonsense=("qwxz vbnm", "plmk ijbn"),
        addition="پیچ در کتری هم نیست، امروز صبح متوجه شدم",
        not_done="نه، هنوز پول به حسابم برنگشته است",
        status="شکایتم به کجا رسید؟",
    ),
]
both = pytest.mark.parametrize("words", WORDS, ids=["english", "persian"])


@pytest.fixture
def anna(running: tuple[str, str], words: Words) -> Customer:
    return Customer(*running, language=words.language)


async def register(anna: Customer, words: Words) -> str:
    await anna.say(words.everything)
    await anna.press(words.text("button_register"))
    (case,) = await anna.registered()
    return str(case["number"])


@both
async def test_who_tells_everything_at_once_is_asked_only_whether_it_is_right(anna: Customer, words: Words) -> None:
    said = await anna.say(words.everything)
    assert said[-1] == words.text("ask_confirmation")
    await anna.press(words.text("button_register"))
    (case,) = await anna.registered()
    told = case["answers"]
    assert (told["order_ref"], told["remedy_code"], told["email"]) == ("A-7701", "R14", MAIL)
    assert told["incident_date"] == "2026-11-23"


@both
async def test_questions_in_the_middle_are_answered_and_the_talk_goes_on_where_it_was(
    anna: Customer, words: Words
) -> None:
    said = await anna.say(words.story)
    asked = said[-1]
    assert asked == words.text("ask_remedy")
    for question in words.questions:
        said = await anna.say(question)
        assert said[-1] == asked, question
        assert len(said) == 2, question
    assert (await anna.draft())["narrative"] == words.story


@both
async def test_many_turns_in_the_middle_of_the_form_lose_nothing(anna: Customer, words: Words) -> None:
    """Rasa's memory is cut several times on the way."""
    await anna.say(words.story)
    for number in range(40):
        said = await anna.say(words.questions[number % 2])
        assert said[-1] == words.text("ask_remedy")
    await anna.press(words.text("remedy_R14"))
    await anna.say(MAIL)
    await anna.press(words.text("button_register"))
    (case,) = await anna.registered()
    assert (case["answers"]["narrative"], case["answers"]["order_ref"]) == (words.story, "A-7701")


@both
async def test_what_is_told_later_belongs_to_the_story_and_is_no_wish(anna: Customer, words: Words) -> None:
    await anna.say(words.story)
    said = await anna.say(words.more)
    assert said == [words.text("more_told"), words.text("ask_remedy")]
    draft = await anna.draft()
    assert draft["narrative"] == f"{words.story}\n{words.more}"
    assert "requested_remedy" not in draft


@both
async def test_a_wish_can_change_and_an_order_can_be_corrected(anna: Customer, words: Words) -> None:
    await anna.say(words.story)
    await anna.press(words.text("remedy_R14"))
    said = await anna.say(words.replacement)
    assert said[-1].startswith(words.text("ask_contact")[:20])
    said = await anna.say(words.corrected)
    assert said[-1].startswith(words.text("ask_contact")[:20])
    await anna.say(MAIL)
    await anna.press(words.text("button_register"))
    (case,) = await anna.registered()
    assert (case["answers"]["remedy_code"], case["answers"]["order_ref"]) == ("R03", "A-12")


@both
async def test_a_change_of_mind_stops_everything_and_can_be_taken_back(anna: Customer, words: Words) -> None:
    await anna.say(words.story)
    assert await anna.say(words.never_mind) == [words.text("stopped")]
    assert await anna.registered() == []
    said = await anna.press(words.text("button_go_on"))
    assert said == [words.text("ask_remedy")]


@both
async def test_who_leaves_with_a_goodbye_finds_everything_the_next_day(anna: Customer, words: Words) -> None:
    await anna.say(words.story)
    assert await anna.say(words.goodbye) == [words.text("stopped_with_goodbye")]
    anna.now += timedelta(days=1)
    assert await anna.say(words.hello) == [words.text("welcome_back_offer")]
    assert await anna.press(words.text("button_go_on")) == [words.text("ask_remedy")]


@both
async def test_after_a_silence_of_days_the_answer_is_taken_as_if_it_came_at_once(anna: Customer, words: Words) -> None:
    await anna.say(words.story)
    await anna.press(words.text("remedy_R14"))
    anna.now += timedelta(days=2)
    said = await anna.say(MAIL)
    assert said[-1] == words.text("ask_confirmation")


@both
async def test_after_a_silence_a_hello_brings_the_open_question_back(anna: Customer, words: Words) -> None:
    await anna.say(words.story)
    anna.now += timedelta(days=1)
    assert await anna.say(words.hello) == [words.text("welcome_back"), words.text("ask_remedy")]


@both
async def test_the_language_can_change_in_the_middle(anna: Customer, words: Words) -> None:
    await anna.say(words.story)
    said = await anna.say(words.other_language)
    other = "fa" if words.language == "en" else "en"
    assert said == [say(other, "language_changed"), say(other, "ask_remedy")]
    assert (await anna.state())["languages"][str(anna.conversation)] == other


@both
async def test_anger_is_met_once_and_the_talk_goes_on(anna: Customer, words: Words) -> None:
    await anna.say(words.story)
    assert await anna.say(words.insult) == [words.text("anger"), words.text("ask_remedy")]
    assert await anna.say(words.insult) == []
    assert [anna.conversation, "anger"] in (await anna.state())["handovers"]


@both
async def test_two_misunderstandings_in_a_row_offer_the_ways_on_and_two_apart_do_not(
    anna: Customer, words: Words
) -> None:
    await anna.say("/greet")
    assert (await anna.say(words.nonsense[0]))[0] == words.text("not_understood")
    await anna.say(words.story)
    await anna.press(words.text("remedy_R14"))
    assert len(await anna.say(words.nonsense[1])) == 1
    assert words.text("offer_ways") in await anna.say(words.nonsense[0])
    assert words.text("ask_contact") in await anna.press(words.text("button_other_words"))
    await anna.say(words.nonsense[1])
    assert words.text("offer_ways") in await anna.say(words.nonsense[0])
    assert [anna.conversation, "misunderstood"] not in (await anna.state())["handovers"]
    assert await anna.press(words.text("button_person")) == []
    assert [anna.conversation, "misunderstood"] in (await anna.state())["handovers"]


@both
async def test_a_hello_after_the_greeting_is_answered_briefly(anna: Customer, words: Words) -> None:
    assert await anna.say("/greet") == [words.text("greeting")]
    assert await anna.say(words.hello) == [words.text("hello")]


@both
async def test_more_for_a_registered_case_is_passed_on(anna: Customer, words: Words) -> None:
    number = await register(anna, words)
    assert await anna.say(words.addition) == [words.text("same_case")]
    await anna.press(words.text("button_add_to_case"))
    acts = (await anna.state())["case_acts"]
    assert {"act": "add_information", "text": words.addition, "case": number} in acts


@both
async def test_back_another_day_with_a_fresh_memory_the_case_is_still_known(anna: Customer, words: Words) -> None:
    number = await register(anna, words)
    anna.session, anna.cases, anna.now = "2", [number], anna.now + timedelta(days=30)
    assert await anna.say(words.addition) == [words.text("same_case")]
    (status,) = await anna.say(words.status)
    assert number in status


@both
@pytest.mark.parametrize(
    ("late", "key"), [("/skip", "not_needed"), ("/not_sure", "not_needed"), ("/choose_remedy", "outdated")]
)
async def test_an_answer_that_nobody_asked_for_fetches_no_person(
    anna: Customer, words: Words, late: str, key: str
) -> None:
    await anna.say("/greet")
    assert await anna.say(late) == [words.text(key)]
    assert anna.conversation not in [number for number, _reason in (await anna.state())["handovers"]]


@both
async def test_before_there_is_an_answer_nothing_is_accepted(anna: Customer, words: Words) -> None:
    number = await register(anna, words)
    assert await anna.say("/accept_response") == [words.text("nothing_answered_yet")]
    assert not [act for act in (await anna.state())["case_acts"] if act["case"] == number]


@both
async def test_an_answer_is_accepted_only_after_a_yes(anna: Customer, words: Words) -> None:
    number = await register(anna, words)
    await anna.stands("responded")
    await anna.say(words.status)
    assert await anna.press(words.text("button_accept")) == [words.text("ask_accept")]
    assert await anna.press(words.text("button_not_yet")) == [words.text("left_as_is")]
    await anna.say(words.status)
    await anna.press(words.text("button_accept"))
    await anna.press(words.text("button_accept"))
    acts = [act for act in (await anna.state())["case_acts"] if act["case"] == number]
    assert acts == [{"act": "accept", "text": "", "case": number}]


@both
async def test_whether_it_was_done_is_asked_and_a_no_says_what_is_missing(anna: Customer, words: Words) -> None:
    number = await register(anna, words)
    await anna.stands("verifying")
    await anna.say(words.status)
    assert await anna.press(words.text("button_not_done")) == [words.text("ask_not_done")]
    await anna.say(words.not_done)
    await anna.say("yes" if words.language == "en" else "بله")
    assert words.text("button_confirm_done") in anna.buttons
    await anna.press(words.text("button_confirm_done"))
    acts = [act for act in (await anna.state())["case_acts"] if act["case"] == number]
    assert acts == [
        {"act": "not_done", "text": words.not_done, "case": number},
        {"act": "confirm_done", "text": "", "case": number},
    ]


@both
@pytest.mark.parametrize(
    ("state", "intent", "key", "act"),
    [
        ("responded", "reject_response", "ask_reject", "reject"),
        ("responded", "ask_review", "ask_ask_review", "ask_review"),
        ("closed", "reject_response", "ask_reopen", "reopen"),
        ("investigating", "withdraw", "ask_withdraw", "withdraw"),
    ],
)
async def test_rejecting_reviewing_reopening_withdrawing(
    anna: Customer, words: Words, state: str, intent: str, key: str, act: str
) -> None:
    number = await register(anna, words)
    await anna.stands(state)
    assert await anna.say(f"/{intent}") == [words.text(key)]
    text = "" if act == "withdraw" else words.not_done
    await (anna.press(words.text("button_withdraw")) if act == "withdraw" else anna.say(text))
    acts = [done for done in (await anna.state())["case_acts"] if done["case"] == number]
    assert acts == [{"act": act, "text": text, "case": number}]
