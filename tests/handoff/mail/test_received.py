"""Letters as mail programs really send them, read into what matters."""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.application import MIMEApplication

import pytest

from handoff.mail.quoting import own_words
from handoff.mail.received import NoLetter, read_letter

BETWEEN = "> you said Monday\nNo, it was Tuesday.\n> and the lid\nYes, the lid too."
MARKS = ("Please write your answer above this line", "لطفاً پاسخ خود را بالای این خط بنویسید")


def letter(text: str = "The kettle leaks.", *, subtype: str = "plain", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.pop("sender", "Sara Hosseini <sara@example.com>")
    message["Message-ID"] = headers.pop("id", "<one@mail.example.com>")
    message["Subject"] = headers.pop("subject", "My kettle")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text, subtype=subtype)
    return message


def read(message: EmailMessage):
    return read_letter(message.as_bytes())


def test_who_wrote_what_about_what():
    mail = read(letter(In_Reply_To="<a@us>", References="<first@us> <a@us>"))
    assert (mail.name, mail.address) == ("Sara Hosseini", "sara@example.com")
    assert (mail.subject, mail.text, mail.message_id) == ("My kettle", "The kettle leaks.", "<one@mail.example.com>")
    assert mail.answers == ("<a@us>", "<first@us>"), "the nearest first"
    assert not mail.automatic
    assert not mail.spam


def test_whoever_wants_the_answer_elsewhere_gets_it_there():
    assert read(letter(Reply_To="Home <home@example.com>")).address == "home@example.com"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
def test_persian_arrives_in_old_and_new_codings(charset):
    message = letter(subject="کتری")
    message.set_content("کتري چکه مي کند", charset=charset, cte="base64")
    mail = read(message)
    assert (mail.subject, mail.text) == ("کتری", "کتري چکه مي کند")


def test_a_page_becomes_text_without_what_it_quotes_or_hides():
    page = (
        "<html><head><title>x</title><style>p{color:red}</style></head><body><p>Still <b>broken</b>.</p>"
        "<div>Since Monday<br>and worse</div><script>alert(1)</script>"
        "<blockquote>Dear Sara, we will look into it.</blockquote></body></html>"
    )
    assert read(letter(page, subtype="html")).text == "Still broken.\n\nSince Monday\nand worse"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; type=x"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example.com>"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
    ],
)
def test_what_a_machine_wrote_is_told_apart(headers):
    assert read(letter(**headers)).automatic
    assert not read(letter(Auto_Submitted="no")).automatic


def test_without_an_id_the_same_letter_still_has_the_same_name():
    message = letter()
    del message["Message-ID"]
    assert read(message).message_id == read(message).message_id != read(letter()).message_id


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"Subject: x\r\n\r\nno sender", b"From: nobody\r\n\r\nx"])
def test_what_nobody_sent_is_no_letter(content):
    with pytest.raises(NoLetter):
        read_letter(content)


def test_files_come_along_and_the_picture_of_a_signature_does_not():
    message = letter()
    message.add_attachment(b"%PDF-1.4 bill", maintype="application", subtype="pdf", filename="قبض.pdf")
    message.add_attachment(
        b"x" * 100, maintype="image", subtype="png", filename="logo.png", cid="<logo>", disposition="inline"
    )
    message.add_attachment(
        b"x" * 9000, maintype="image", subtype="png", filename="kettle.png", cid="<k>", disposition="inline"
    )
    mail = read(message)
    assert [(file.name, file.type, len(file.content)) for file in mail.attachments] == [
        ("قبض.pdf", "application/pdf", 13),
        ("kettle.png", "image/png", 9000),
    ]
    assert mail.text == "The kettle leaks."


def refused(status: str = "5.1.1") -> bytes:
    return (
        "From: Mail Delivery System <>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nYour letter could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; sara@example.com\r\nAction: failed\r\nStatus: {status}\r\n\r\n"
        "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <ours@example.org>\r\nSubject: We have it\r\n\r\n"
        "--b--\r\n"
    ).encode()


@pytest.mark.parametrize(("status", "code"), [("5.1.1", 550), ("4.2.2", 450)])
def test_the_report_of_a_mail_server_names_our_letter(status, code):
    refusal = read_letter(refused(status)).refusal
    assert refusal is not None
    assert (refusal.message_ids, refusal.code) == (("<ours@example.org>",), code)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Still broken.", "Still broken."),
        ("Still broken.\n\n— Please write your answer above this line —\n\nDear Sara,", "Still broken."),
        (f"> {MARKS[0]}\n> Dear Sara", f"> {MARKS[0]}\n> Dear Sara"),
        ("Still broken.\n\nOn Tue, 24 Nov 2026, Baran Home\n<care@example.org> wrote:\n> Dear Sara,", "Still broken."),
        ("هنوز خراب است.\n\nدر سه‌شنبه ۳ آذر ۱۴۰۵، باران <care@example.org> نوشت:\n> سارای گرامی", "هنوز خراب است."),
        ("هنوز خراب است.\n— لطفاً پاسخ خود را بالای این خط بنویسید —\nسارای گرامی", "هنوز خراب است."),
        ("See below.\n-----Original Message-----\nFrom: Baran", "See below."),
        (BETWEEN, BETWEEN),
        ("Thanks.\n-- \nSara Hosseini\nTehran", "Thanks."),
        ("On Monday it broke. I wrote:\nnothing", "On Monday it broke. I wrote:\nnothing"),
    ],
)  # fmt: skip
def test_only_what_they_wrote_themselves_is_taken(text, own):
    assert own_words(text, MARKS) == own


def test_a_file_without_a_name_has_one():
    message = letter()
    message.make_mixed()
    message.attach(MIMEApplication(b"%PDF-1.4", "pdf"))
    assert [file.name for file in read(message).attachments] == ["file"]
