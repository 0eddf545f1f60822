"""A complaint by e-mail, over real mail protocols in both directions, read by the real assistant."""

from __future__ import annotations

import asyncio
import re
from email.message import EmailMessage
from smtplib import LMTP

import pytest

from handoff.demo.people import NASRIN
from tests.support.desks import Desk, sign_in

ADDRESS = "sara@example.com"


def letter(text: str, *, subject: str, named: str, answers: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Message-ID"] = (
        ADDRESS,
        "desk@baran.example",
        subject,
        named,
    )
    if answers is not None:
        message["In-Reply-To"] = answers
    message.set_content(text)
    return message


async def hand_over(port: int, message: EmailMessage) -> None:
    def speak() -> None:
        with LMTP("127.0.0.1", port) as connection:
            connection.send_message(message)

    await asyncio.to_thread(speak)


async def until_shown(desk: Desk, path: str, text: str) -> None:
    async with asyncio.timeout(30):
        while text not in await desk.page(path):
            await asyncio.sleep(0.2)


@pytest.mark.scenario
@pytest.mark.parametrize(
    ("words", "more", "line"),
    [
        (
            "The heater I bought from you caught fire last night and burnt the curtain.",
            "The receipt says 14 November.",
            "— Please write your answer above this line —",
        ),
        (
            "بخاری که از شما خریدم دیشب آتش گرفت و پرده سوخت.",
            "روی رسید نوشته ۲۳ آبان.",
            "— لطفاً پاسخ خود را بالای این خط بنویسید —",
        ),
    ],
    ids=["english", "persian"],
)
async def test_a_complaint_by_letter_is_registered_read_and_answered_in_its_thread(world, words, more, line):
    async with sign_in(world.other_url, NASRIN.email, NASRIN.password) as nasrin:
        await hand_over(world.mail_in, letter(words, subject="", named="<1@mail.example.com>"))
        await hand_over(world.mail_in, letter(words, subject="", named="<1@mail.example.com>"))
        receipt = await world.letters.one_to(ADDRESS, line)
        number = re.search(r"PA-\d{4}-\d{4}", str(receipt["Subject"]))
        assert number is not None
        assert receipt["In-Reply-To"] == "<1@mail.example.com>"
        case = f"/cases/{number[0]}"
        await until_shown(nasrin, case, "P1")
        page = await nasrin.page(case)
        assert "Fire, electrical, gas or chemical" in page
        quoted = "\n".join(f"> {old}" for old in receipt.get_body(("plain",)).get_content().splitlines())
        answer = f"{more}\n\nOn Tue, 24 Nov 2026 at 10:00, Baran <desk@baran.example> wrote:\n{quoted}"
        await hand_over(
            world.mail_in,
            letter(answer, subject="Re:", named="<2@mail.example.com>", answers=str(receipt["Message-ID"])),
        )
        page = await nasrin.page(case)
        assert more in page
        assert len(set(re.findall(r"PA-\d{4}-\d{4}", await nasrin.page("/cases")))) == 1, "delivered twice, it is one"
