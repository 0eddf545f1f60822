"""Letters come in over a real connection: an answer finds its case, everything else is a complaint, and none counts twice."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from email.message import EmailMessage
from smtplib import LMTP, SMTP, SMTPDataError

import pytest
from PIL import Image
from sqlalchemy import select, update

from handoff.app import Services
from handoff.cases import Case
from handoff.cases.models import Addition
from handoff.cases.parties import complainant_of
from handoff.channels.email.inbound import take_in
from handoff.channels.email.models import Letter, ReceivedLetter
from handoff.conversations.models import Attachment
from handoff.db import keys
from handoff.mail.listening import listen
from handoff.worker import tick
from tests.handoff.conftest import ON_BOTH, ON_POSTGRESQL
from tests.handoff.follow_ups.looking import needs
from tests.handoff.mail.test_received import refused
from tests.handoff.sla.world import case_of, owned, register


def letter(text: str = "The kettle leaks.", *, sender="Sara <sara@example.com>", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = sender, "care@example.org"
    message["Subject"] = headers.pop("subject", "My kettle")
    message["Message-ID"] = headers.pop("id", "<one@mail.example.com>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


async def came(services: Services, message: EmailMessage) -> str:
    became = await take_in(services, message.as_bytes())
    await services.settle()
    return became


async def cases(services: Services) -> list[Case]:
    async with services.db.reading() as tx:
        return list(await tx.scalars(select(Case).order_by(Case.id)))


async def story(services: Services, case: Case) -> str | None:
    async with services.db.reading() as tx:
        return await keys.unseal(tx, case.key_owner, case.narrative)


async def additions(services: Services, case: Case) -> list[tuple[str, str | None]]:
    async with services.db.reading() as tx:
        rows = await tx.scalars(select(Addition).where(Addition.case_id == case.id).order_by(Addition.id))
        return [(row.by, await keys.unseal(tx, case.key_owner, row.body)) for row in rows]


async def acknowledgement(services: Services) -> str:
    """The message id of the first letter of ours."""
    async with services.db.reading() as tx:
        return (await tx.scalars(select(Letter.message_id).order_by(Letter.id))).first()


@pytest.fixture
async def port(services: Services, unused_tcp_port: int) -> AsyncIterator[int]:
    async def take(content: bytes) -> None:
        await take_in(services, content)

    server = await listen(f"lmtp://127.0.0.1:{unused_tcp_port}", take, limit=200_000)
    yield unused_tcp_port
    server.close()
    await server.wait_closed()


async def hand_over(port: int, message: EmailMessage, *, protocol=LMTP) -> None:
    def speak() -> None:
        with protocol("127.0.0.1", port) as connection:
            connection.sendmail("sara@example.com", ["care@example.org"], message.as_bytes())

    await asyncio.to_thread(speak)


@ON_BOTH
async def test_a_complaint_by_letter_is_registered_and_acknowledged_in_its_thread(services, port):
    await hand_over(port, letter("The kettle leaks.\nSince Monday."))
    (case,) = await cases(services)
    assert (case.channel, case.language, case.state) == ("email", "en", "registered")
    assert await story(services, case) == "My kettle\n\nThe kettle leaks.\nSince Monday."
    async with services.db.reading() as tx:
        contact = await complainant_of(tx, case)
    assert (contact.name, contact.email) == ("Sara", "sara@example.com")
    await tick(services)
    (mail,) = services.mailer.sent
    assert mail.to == "sara@example.com"
    assert case.number in mail.subject
    assert mail.headers == {"In-Reply-To": "<one@mail.example.com>", "References": "<one@mail.example.com>"}


async def test_a_persian_letter_is_a_persian_case(services):
    await came(services, letter("کتری چکه می‌کند و سفارش A-104 هم نرسیده.", subject="کتری"))
    (case,) = await cases(services)
    assert case.language == "fa"


async def test_delivered_twice_it_is_one_complaint(services):
    assert await came(services, letter()) == "registered"
    assert await came(services, letter()) == "again"
    assert len(await cases(services)) == 1


@ON_POSTGRESQL
async def test_delivered_eight_times_at_once_it_is_one_complaint(services):
    became = await asyncio.gather(*(take_in(services, letter().as_bytes()) for _ in range(8)))
    await services.settle()
    assert sorted(became) == ["again"] * 7 + ["registered"]
    assert len(await cases(services)) == 1


async def test_an_answer_finds_its_case_and_whoever_answers_for_it_is_told(services, clock, mina):
    case = await register(services)
    await owned(services, case, mina)
    await tick(services)
    clock.advance(timedelta(hours=2))
    words = (
        "It also hums.\n\nOn Tue, 24 Nov 2026 at 10:00, Baran Home <care@example.org> wrote:\n> Dear Sara,\n> thank you"
    )
    assert await came(services, letter(words, In_Reply_To=await acknowledgement(services))) == "added"
    assert await additions(services, case) == [("customer", "It also hums.")]
    assert len(await cases(services)) == 1
    await tick(services)
    assert "information_added" in {need.code for need in await needs(services, mina)}


async def test_the_line_on_top_of_our_letters_tells_what_is_theirs(settings, services, clock):
    listening = settings.model_copy(update={"mail_listen": "lmtp://127.0.0.1:8024"})
    services.settings = listening
    case = await register(services, language="fa")
    await tick(services)
    (mail,) = services.mailer.sent
    line, rest = mail.text.split("\n", 1)
    assert line == "— لطفاً پاسخ خود را بالای این خط بنویسید —"
    assert f">{line}</p>\n<div" in mail.html
    answer = letter(f"صدا هم می‌دهد.\n\nFrom: Baran\n{line}\n{rest}", In_Reply_To=await acknowledgement(services))
    assert await came(services, answer) == "added"
    assert (await additions(services, case))[0][1] == "صدا هم می‌دهد.\n\nFrom: Baran"


async def test_a_number_in_the_subject_is_enough_for_the_complainant_and_for_nobody_else(services):
    case = await register(services)
    assert await came(services, letter("More.", subject=f"Re: {case.number}", id="<2@x>")) == "added"
    other = letter("Mine now.", subject=f"Re: {case.number}", id="<3@x>", sender="eve@example.net")
    assert await came(services, other) == "registered"
    assert [words for _by, words in await additions(services, case)] == ["More."]


async def test_an_answer_from_another_address_says_from_where(services):
    case = await register(services)
    await tick(services)
    answer = letter("It hums.", sender="sara@work.example", In_Reply_To=await acknowledgement(services))
    assert await came(services, answer) == "added"
    ((_by, words),) = await additions(services, case)
    assert words == "Sent from \u2066sara@work.example\u2069:\n\nIt hums."


async def test_to_a_case_that_takes_nothing_more_it_is_a_new_complaint(services):
    case = await register(services)
    await tick(services)
    async with services.db.transaction() as tx:
        await tx.execute(update(Case).where(Case.id == case.id).values(state="archived"))
    assert await came(services, letter(In_Reply_To=await acknowledgement(services))) == "registered"
    assert len(await cases(services)) == 2


@pytest.mark.parametrize(
    ("headers", "became"),
    [({"Auto_Submitted": "auto-replied"}, "automatic"), ({"X_Spam_Flag": "YES"}, "spam")],
)
async def test_machines_and_spam_make_no_case_and_get_no_answer(services, headers, became):
    assert await came(services, letter(**headers)) == became
    assert await cases(services) == []
    await tick(services)
    assert services.mailer.sent == []


async def test_our_own_letters_come_back_to_nothing(services):
    assert await came(services, letter(sender="complaints@localhost")) == "automatic"
    assert await cases(services) == []


async def test_a_letter_that_came_back_is_a_task(services, clock, mina):
    case = await register(services)
    await owned(services, case, mina)
    await tick(services)
    ours = await acknowledgement(services)
    report = refused().replace(b"<ours@example.org>", ours.encode())
    assert await take_in(services, report) == "refusal"
    await tick(services)
    assert "letter_refused" in {need.code for need in await needs(services, mina)}
    assert await cases(services) != []
    assert len(await cases(services)) == 1


def picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((120, 120), 90).save(out, "PNG")
    return out.getvalue()


async def test_pictures_are_kept_and_other_files_are_named_in_a_letter(services):
    message = letter()
    message.add_attachment(picture(), maintype="image", subtype="png", filename="kettle.png")
    message.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="bill.exe")
    assert await came(services, message) == "registered"
    (case,) = await cases(services)
    async with services.db.reading() as tx:
        kept = (await tx.scalars(select(Attachment))).all()
        names = [await keys.unseal(tx, case.key_owner, file.name) for file in kept]
    assert names == ["kettle.png"]
    await tick(services)
    about_files = [mail for mail in services.mailer.sent if "could not be kept" in mail.subject]
    assert len(about_files) == 1
    assert "bill.exe" in about_files[0].text


async def test_nothing_of_a_very_long_letter_is_cut_off(services):
    words = " ".join(f"word{number}" for number in range(7000))  # some 60,000 characters
    await came(services, letter(words))
    (case,) = await cases(services)
    told = (await story(services, case) or "") + "".join(part or "" for _by, part in await additions(services, case))
    assert told.replace(" ", "").endswith(words.replace(" ", ""))


async def test_what_fails_here_stays_with_the_sender_and_is_taken_later(services, port, monkeypatch):
    async def broken(*_args, **_values):
        raise RuntimeError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr("handoff.channels.email.inbound.insert_once", broken)
        with pytest.raises(SMTPDataError) as refusal:
            await hand_over(port, letter())
    assert refusal.value.smtp_code == 451
    await hand_over(port, letter())
    assert len(await cases(services)) == 1


async def test_a_flood_from_one_address_is_slowed_down(services, port, clock):
    for number in range(10):
        await came(services, letter(id=f"<{number}@x>"))
    with pytest.raises(SMTPDataError) as refusal:
        await hand_over(port, letter(id="<11@x>"))
    assert refusal.value.smtp_code == 451
    clock.advance(timedelta(hours=2))
    await hand_over(port, letter(id="<11@x>"))
    assert len(await cases(services)) == 11


async def test_colleagues_are_sent_to_the_desk(services, port):
    case = await register(services)
    await tick(services)
    async with services.db.transaction() as tx:
        await tx.execute(update(Letter).values(template="staff:P03"))
    with pytest.raises(SMTPDataError) as refusal:
        await hand_over(port, letter(In_Reply_To=await acknowledgement(services)))
    assert refusal.value.smtp_code == 550
    assert await additions(services, case) == []


async def test_who_was_asked_outside_is_not_taken_for_the_complainant(services):
    case = await register(services)
    await tick(services)
    async with services.db.transaction() as tx:
        await tx.execute(update(Case).values(state="awaiting_complainant", return_state="assessing"))
        await tx.execute(update(Letter).values(key="prompt:9:0:outside"))
    assert await came(services, letter(In_Reply_To=await acknowledgement(services))) == "added"
    assert [by for by, _words in await additions(services, case)] == ["outside"]
    assert (await case_of(services, case)).state == "awaiting_complainant"


async def test_by_smtp_it_works_as_well_and_too_large_is_said(services, unused_tcp_port):
    async def take(content: bytes) -> None:
        await take_in(services, content)

    server = await listen(f"smtp://127.0.0.1:{unused_tcp_port}", take, limit=2000)
    async with server:
        await hand_over(unused_tcp_port, letter(), protocol=SMTP)
        with pytest.raises(Exception, match="552"):
            await hand_over(unused_tcp_port, letter("x" * 5000, id="<2@x>"), protocol=SMTP)
    assert len(await cases(services)) == 1


async def test_the_ids_of_letters_are_sealed_and_gone_with_the_case(services):
    await came(services, letter())
    async with services.db.reading() as tx:
        row = (await tx.scalars(select(ReceivedLetter))).one()
    assert b"example.com" not in (row.message_id or b"")
    assert "example.com" not in row.print
