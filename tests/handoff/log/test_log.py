"""One line for each thing that happened, and nobody's words, names or numbers in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from handoff import log


@pytest.fixture
def written() -> Iterator[Callable[[], list[dict]]]:
    """Sets logging up as in production, and reads what was written."""
    stream = io.StringIO()
    before = logging.getLogger().handlers[:], logging.getLogger().level
    log.set_up("INFO", json=True, stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    log.clear()
    structlog.reset_defaults()
    logging.captureWarnings(False)
    logging.getLogger().handlers[:], level = before
    logging.getLogger().setLevel(level)


def test_a_line_is_json_with_its_time_level_and_place(written):
    structlog.get_logger("handoff.cases").info("case opened", case=7, channel="chat")
    (line,) = written()
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "case opened", "case": 7, "channel": "chat", "level": "info", "logger": "handoff.cases"}


def test_facts_are_added_to_every_line_inside_also_of_libraries(written):
    with log.bound(request="r-1", conversation=12):
        structlog.get_logger().info("one")
        logging.getLogger("some.library").warning("two %s", 2)
    structlog.get_logger().info("three")
    one, two, three = written()
    assert (one["request"], one["conversation"]) == ("r-1", 12)
    assert (two["request"], two["event"], two["logger"]) == ("r-1", "two 2", "some.library")
    assert "request" not in three


def test_a_level_below_the_chosen_one_is_not_written(written):
    structlog.get_logger().debug("quiet")
    logging.getLogger("x").debug("quiet")
    structlog.get_logger().info("loud")
    assert [line["event"] for line in written()] == ["loud"]


@pytest.mark.parametrize(
    "key",
    [
        *("body", "narrative", "email", "customer_email", "customerEmail", "phone", "name", "text", "secret", "to"),
        *(
            "token",
            "X-Api-Token",
            "password",
            "cookie",
            "Authorization",
            "answers",
            "filename",
            "secret_key",
            "api_key",
        ),
    ],
)
def test_what_may_be_personal_is_hidden_under_its_key(written, key):
    structlog.get_logger().info("x", **{key: "Mina"}, deep={key: ["Mina"]}, kept="kept")
    (line,) = written()
    assert line[key] == line["deep"][key] == "[hidden]"
    assert line["kept"] == "kept"


@pytest.mark.parametrize(
    "key", ["message_id", "body_size", "email_count", "token_kind", "to_state", "route_name", "code"]
)
def test_what_only_looks_personal_is_kept(written, key):
    structlog.get_logger().info("x", **{key: 42})
    assert written()[0][key] == 42


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("wrote to mina.o'k+x@example.co.uk, twice", "wrote to [e-mail], twice"),
        ("wrote to root@localhost", "wrote to [e-mail]"),
        ("call +98 912 345 6789", "call [phone]"),
        ("call 09123456789 or (021)", "call [phone] or (021)"),
        ("تماس با ۰۹۱۲۳۴۵۶۷۸۹", "تماس با [phone]"),
        ("call 0049-30-1234567", "call [phone]"),
    ],
)
def test_addresses_and_numbers_are_masked_in_every_text(written, text, masked):
    structlog.get_logger().info(text, seen=text)
    logging.getLogger("library").info("%s", text)
    own, other = written()
    assert own["event"] == own["seen"] == other["event"] == masked


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24 09:00:00.123456+00:00",
        "case PA-4821-7735, order A-10423",
        "00000000-0000-0000-0000-000000000001",
        "took 0.000123456789 s at 127.0.0.1:6379",
        "0a1b2c3d4e5f60718293",
        "number 1234567890123",
    ],
)
def test_other_numbers_are_left_as_they_are(text):
    assert log.mask(text) == text


def test_a_failure_is_told_without_the_values_it_quotes(written):
    password = "the value of a variable"
    try:
        raise ValueError(
            "no mina@example.org\n[parameters: ('Mina', 'a story')]\nDETAIL:  Key (email)=(m@x.org) exists"
        )
    except ValueError:
        structlog.get_logger().exception("it broke")
    (line,) = written()
    assert "ValueError: no [e-mail]" in line["exception"]
    assert "test_log.py" in line["exception"]
    for personal in ("mina", "Mina", "story", "m@x", password):
        assert personal not in line["exception"].replace(__file__, "").replace(f'password = "{password}"', "")


def test_things_are_told_by_their_masked_representation(written):
    structlog.get_logger().info(
        "x", error=ValueError("mina@example.org"), pair=(1, "09123456789"), share=0.5, none=None
    )
    (line,) = written()
    assert line["error"] == "ValueError('[e-mail]')"
    assert line["pair"] == [1, "[phone]"]
    assert (line["share"], line["none"]) == (0.5, None)


def test_paths_and_statements_of_libraries_are_not_written(written):
    logging.getLogger("aiohttp.access").info("GET /survey/a-secret-token")
    logging.getLogger("aiosqlite").debug("insert into messages values ('a story')")
    assert written() == []


def test_warnings_are_routed_too(written):
    logging.getLogger("py.warnings").warning("old")
    assert written()[0]["event"] == "old"


def test_a_person_at_a_terminal_reads_lines():
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    log.set_up("INFO", stream=stream)
    try:
        structlog.get_logger().info("hello", case=7, body="a story")
    finally:
        structlog.reset_defaults()
        logging.captureWarnings(False)
    assert "hello" in stream.getvalue()
    assert "\x1b[" in stream.getvalue()
    assert "a story" not in stream.getvalue()
    assert not stream.getvalue().startswith("{")
