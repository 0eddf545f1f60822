"""What must never become a header of its own, and what is no address."""

from __future__ import annotations

import pytest

from handoff.mail import Attachment, BadLetter, Letter, compose

SENDER = "Baran Home <care@example.org>"
GOOD = {"to": "mina@example.com", "subject": "s", "text": "t", "language": "en", "message_id": "<1@example.org>"}


def test_a_good_letter_can_be_written_down():
    assert compose(Letter(**GOOD), SENDER)["To"] == "mina@example.com"


@pytest.mark.parametrize(
    "smuggled", ["x\r\nBcc: all@example.com", "x\nBcc: all@example.com", "x\rBcc: a@b", "x\0", "x\u2028y"]
)
@pytest.mark.parametrize("field", ["subject", "language", "to", "reply_to", "message_id"])
def test_nothing_is_smuggled_into_a_header(field, smuggled):
    with pytest.raises(BadLetter):
        compose(Letter(**{**GOOD, field: smuggled}), SENDER)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Case": "1\r\nBcc: all@example.com"},
        {"X-Case: 1\r\nBcc": "all@example.com"},
        {"Bcc": "all@example.com"},
        {"from": "ceo@example.com"},
        {"Content-Type": "text/html"},
        {"": "x"},
    ],
)
def test_additional_headers_stay_additional(headers):
    assert compose(Letter(**GOOD, headers={"X-Case": "1"}), SENDER)["X-Case"] == "1"
    with pytest.raises(BadLetter):
        compose(Letter(**GOOD, headers=headers), SENDER)


def test_a_file_name_smuggles_nothing():
    with pytest.raises(BadLetter):
        compose(Letter(**GOOD, attachments=(Attachment("a\r\nX: y.pdf", "application/pdf", b""),)), SENDER)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mina",
        "@example.com",
        "mina@",
        "a@b@c",
        "a@x, b@y",
        "a@x;b@y",
        "mina @example.com",
        "<>",
        "a@[1.2.3.4]",
        "x@...",
    ],
)
def test_what_is_not_one_address_is_not_written_to(address):
    with pytest.raises(BadLetter):
        compose(Letter(**{**GOOD, "to": address}), SENDER)


@pytest.mark.parametrize("message_id", ["", "1@example.org", "<1>", "<a b@c>", "<1@c> <2@c>", "<یک@example.org>"])
def test_a_message_id_has_its_shape(message_id):
    with pytest.raises(BadLetter):
        compose(Letter(**{**GOOD, "message_id": message_id}), SENDER)
