"""Left unfinished in the talk with the real assistant, reminded of by a real letter, and finished where it stood."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from handoff.app import build
from handoff.clock import FrozenClock
from handoff.settings import Settings
from handoff.worker import JOBS, tick
from tests.support.customers import TalkingCustomer, open_chat
from tests.support.programs import SECRET, TOKEN

ADDRESS = "anna@customer.example"


async def a_day_later(world) -> None:
    """What the worker does on the next working day at noon in Tehran: its prompts and letters, by the world's own post."""
    noon = datetime.combine(datetime.now(UTC).date() + timedelta(days=2), time(8, 30), UTC)
    settings = Settings(
        _env_file=None, database_url=world.database_url, secret_key=SECRET, api_token=TOKEN, run_worker=False,
        mail_url=world.environment["PASOKH_MAIL_URL"], mail_from="desk@baran.example",
        public_url=world.url,
    )  # fmt: skip
    services = build(settings, clock=FrozenClock(noon))
    await tick(services, [job for job in JOBS if job.name in ("prompts", "letters")])
    await services.close()


@pytest.mark.scenario
@pytest.mark.parametrize(
    ("language", "story", "refund", "remind", "go_on", "yes"),
    [
        (
            "en", "The toaster from order B-77001 arrived with a cracked side.", "Refund",
            "Not now, remind me by e-mail", "Go on after all", "Yes, register it",
        ),
        (
            "fa", "توستر سفارش B-77001 با بدنهٔ ترک‌خورده رسید.", "بازگشت پول",
            "بعداً؛ با ایمیل یادآوری کنید", "ادامه می‌دهم", "بله، ثبت شود",
        ),
    ],
    ids=["english", "persian"],
)  # fmt: skip
async def test_left_in_the_talk_reminded_of_by_letter_and_finished_there(
    world, language, story, refund, remind, go_on, yes
):
    async with open_chat(world.url, language) as anna:
        await anna.hears(lambda message: message["author"] == "assistant")
        await anna.say(story)
        await anna.hears_button(refund)
        await anna.choose(refund)
        asked = anna.last
        await anna.hears(lambda message: message["author"] == "assistant", after=asked)
        await anna.say(ADDRESS)
        await anna.hears_button(remind)
        await anna.choose(remind)
        await anna.hears(lambda message: f"\u2068{ADDRESS}\u2069" in message["body"] and not _summary(message))
        await a_day_later(world)
        letter = await world.letters.one_to(ADDRESS, "/unfinished/")
        link = re.search(r"/unfinished/[\w-]+", letter.get_body(("plain",)).get_content())[0]
        async with anna.http.post(link, data={"act": "talk"}, allow_redirects=False) as answer:
            assert answer.status == 303
        await _greeted_again(anna, go_on)
        await anna.choose(go_on)
        await anna.until(lambda: sum(_has(message, yes) for message in anna.messages) == 2)
        await anna.choose(yes)
        receipt = await anna.hears(lambda message: message["kind"] == "receipt")
        assert receipt["card"]["number"]


async def _greeted_again(anna: TalkingCustomer, go_on: str) -> None:
    """The assistant says that everything is there, and offers to go on: the first such button came with the reminder."""
    await anna.until(lambda: sum(_has(message, go_on) for message in anna.messages) == 2)


def _has(message, title: str) -> bool:
    return any(button["title"] == title for button in message["buttons"])


def _summary(message) -> bool:
    return "\n" in message["body"]
