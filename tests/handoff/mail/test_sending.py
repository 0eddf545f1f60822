"""Letters and a real mail server: taken, refused, put off, away."""

from __future__ import annotations

import socket

import pytest

from handoff.mail import Attachment, Letter, MailDown, MailRefused, open_mailer

SENDER = "خانهٔ باران <care@example.org>"


def letter(**changes) -> Letter:
    return Letter(
        **{
            "to": "mina@example.com",
            "subject": "شکایت شما ثبت شد: PA-4821-7735",
            "text": "سلام، شکایت شما ثبت شد.\n",
            "language": "fa",
            "message_id": "<case-7.1@example.org>",
            **changes,
        }
    )


@pytest.fixture
def mailer(mail_server):
    return open_mailer(f"smtp://127.0.0.1:{mail_server.port}", SENDER)


async def test_a_letter_arrives_as_it_was_written(mailer, mail_server):
    await mailer.send(
        letter(
            html='<html lang="fa" dir="rtl"><body><p>سلام، شکایت شما ثبت شد.</p></body></html>',
            reply_to="case+7@example.org",
            headers={"In-Reply-To": "<theirs@example.com>", "References": "<a@example.com> <b@example.com>"},
            attachments=(Attachment("رسید.pdf", "application/pdf", b"%PDF-1.7"),),
        )
    )
    (envelope,), (got,) = mail_server.envelopes, mail_server.letters
    assert (envelope.mail_from, envelope.rcpt_tos) == ("care@example.org", ["mina@example.com"])
    assert got["From"] == SENDER
    assert got["To"] == "mina@example.com"
    assert got["Subject"] == "شکایت شما ثبت شد: PA-4821-7735"
    assert got["Message-ID"] == "<case-7.1@example.org>"
    assert got["Reply-To"] == "case+7@example.org"
    assert got["Content-Language"] == "fa"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["In-Reply-To"] == "<theirs@example.com>"
    assert got["References"] == "<a@example.com> <b@example.com>"
    assert got["Date"]
    assert got.get_body(("plain",)).get_content().splitlines() == ["سلام، شکایت شما ثبت شد."]
    assert 'dir="rtl"' in got.get_body(("html",)).get_content()
    (attachment,) = got.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content_type()) == ("رسید.pdf", "application/pdf")
    assert attachment.get_content() == b"%PDF-1.7"


async def test_what_goes_over_the_wire_is_plain_ascii_in_short_lines(mailer, mail_server):
    await mailer.send(letter(subject="شکایت " * 60, text="یک خط بسیار دراز " * 200))
    (envelope,) = mail_server.envelopes
    assert envelope.content.isascii()
    assert max(map(len, envelope.content.split(b"\r\n"))) <= 998
    (got,) = mail_server.letters
    assert got["Subject"].split() == ["شکایت"] * 60
    assert got.get_content().split() == ["یک", "خط", "بسیار", "دراز"] * 200


async def test_the_ids_of_a_thread_stay_whole_however_long_they_are(mailer, mail_server):
    theirs = f"<AM0PR04{'A' * 90}@AM0PR04MB1234.eurprd04.prod.example.com>"
    await mailer.send(letter(headers={"In-Reply-To": theirs, "References": f"{theirs} {theirs} <short@example.com>"}))
    (got,) = mail_server.letters
    assert got["In-Reply-To"] == theirs
    assert got["References"].split() == [theirs, theirs, "<short@example.com>"]
    assert f"In-Reply-To: {theirs}\r\n".encode() in mail_server.envelopes[0].content


async def test_what_a_person_wrote_does_not_say_that_it_is_automatic(mailer, mail_server):
    await mailer.send(letter(automatic=False))
    assert mail_server.letters[0]["Auto-Submitted"] is None


async def test_a_refused_address_is_told_from_a_server_that_wants_to_wait(mailer, mail_server):
    await mailer.send(letter())
    assert len(mail_server.envelopes) == 1, "without special answers the same letter goes"

    mail_server.answers["mina@example.com"] = "550 no such person"
    with pytest.raises(MailRefused) as refused:
        await mailer.send(letter())
    assert (refused.value.address, refused.value.code) == ("mina@example.com", 550)
    assert "mina" not in str(refused.value)

    mail_server.answers["mina@example.com"] = "451 come back later"
    with pytest.raises(MailDown, match="451"):
        await mailer.send(letter())
    assert len(mail_server.envelopes) == 1


@pytest.mark.parametrize(
    ("step", "answer", "outcome"),
    [
        ("DATA", "554 looks like spam", MailRefused),
        ("DATA", "452 disk is full", MailDown),
        ("MAIL", "552 too large", MailRefused),
        ("MAIL", "550 you may not send here", MailDown),
        ("MAIL", "421 closing", MailDown),
    ],
)
async def test_a_refusal_counts_against_the_letter_only_when_it_is_the_letters_fault(
    mailer, mail_server, step, answer, outcome
):
    mail_server.answers[step] = answer
    with pytest.raises(outcome):
        await mailer.send(letter())


async def test_a_server_that_is_away_means_later():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(MailDown):
        await open_mailer(f"smtp://127.0.0.1:{port}", SENDER).send(letter())


async def test_a_server_that_hangs_up_means_later(mail_server):
    async def hang_up(server, session, envelope):
        server.transport.abort()
        return "250 OK"

    mail_server.handle_DATA = hang_up
    with pytest.raises(MailDown):
        await open_mailer(f"smtp://127.0.0.1:{mail_server.port}", SENDER).send(letter())


async def test_the_mailer_signs_in(mail_server):
    url = f"smtp://desk%40example.org:p%40ss%20word@127.0.0.1:{mail_server.port}"
    await open_mailer(url, SENDER).send(letter())
    assert mail_server.logins == ["desk@example.org"]
    assert len(mail_server.envelopes) == 1


async def test_a_wrong_password_is_not_the_letters_fault(mail_server):
    with pytest.raises(MailDown, match="SMTPAuthenticationError"):
        await open_mailer(f"smtp://desk:wrong@127.0.0.1:{mail_server.port}", SENDER).send(letter())


async def test_the_way_is_encrypted_when_that_is_demanded(tls_mail_server, monkeypatch):
    url = f"smtp://desk:p%40ss%20word@127.0.0.1:{tls_mail_server.port}?starttls=1"
    with pytest.raises(MailDown, match="certificate"):
        await open_mailer(url, SENDER).send(letter())
    assert tls_mail_server.logins == [], "a stranger's certificate gets no password"

    monkeypatch.setenv("SSL_CERT_FILE", str(tls_mail_server.certificate))
    await open_mailer(url, SENDER).send(letter())
    assert len(tls_mail_server.envelopes) == 1


async def test_a_demanded_encryption_that_is_not_offered_sends_nothing(mail_server):
    with pytest.raises(MailDown):
        await open_mailer(f"smtp://127.0.0.1:{mail_server.port}?starttls=1", SENDER).send(letter())
    assert mail_server.envelopes == []


async def test_a_name_with_letters_of_any_country_has_a_domain_in_ascii(mailer, mail_server):
    await mailer.send(letter(to="mina@باران.example"))
    assert mail_server.envelopes[0].rcpt_tos == ["mina@xn--mgbab1b2g.example"]


async def test_an_address_in_other_letters_goes_where_a_server_can_carry_it(mailer, utf8_mail_server):
    able = open_mailer(f"smtp://127.0.0.1:{utf8_mail_server.port}", SENDER)
    await able.send(letter(to="مینا@example.com"))
    assert utf8_mail_server.envelopes[0].rcpt_tos == ["مینا@example.com"]
    with pytest.raises(MailRefused):
        await mailer.send(letter(to="مینا@example.com"))


@pytest.mark.parametrize("url", ["", "ftp://x", "mail.example.org", "smtp://user:pass@mail.example.org"])
def test_an_unusable_or_unsafe_mail_address_is_noticed_at_the_start(url):
    with pytest.raises(ValueError):
        open_mailer(url, SENDER)


@pytest.mark.parametrize("url", ["console:", "memory:", "smtp://127.0.0.1", "smtps://u:p@mail.example.org"])
def test_a_sender_without_an_address_is_noticed_at_the_start(url):
    assert open_mailer(url, SENDER)
    with pytest.raises(ValueError, match="address"):
        open_mailer(url, "Baran Home")


async def test_the_list_behaves_like_a_server():
    mailer = open_mailer("memory:", SENDER)
    await mailer.send(letter())
    assert [sent.to for sent in mailer.sent] == ["mina@example.com"]
    mailer.refuse["mina@example.com"] = 550
    with pytest.raises(MailRefused):
        await mailer.send(letter())
    mailer.down = True
    with pytest.raises(MailDown):
        await mailer.send(letter())
    assert len(mailer.sent) == 1


async def test_a_developer_reads_letters_on_the_console(capsys):
    await open_mailer("console:", SENDER).send(letter())
    assert "شکایت شما ثبت شد: PA-4821-7735" in capsys.readouterr().err
