"""structlog, set up once: JSON lines for machines, colours for a person at a terminal, nothing personal for either.

`with log.bound(request=…, conversation=…):` adds facts to every line written inside, also by libraries.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, Final, TextIO

import structlog
from structlog.contextvars import bind_contextvars as bind
from structlog.contextvars import bound_contextvars as bound
from structlog.contextvars import clear_contextvars as clear
from structlog.types import EventDict, Processor, WrappedLogger

__all__ = ["bind", "bound", "clear", "hide", "mask", "set_up"]

HIDDEN: Final = "[hidden]"

# A key is personal when one of its words is here ("customer_email", "x-api-token"), or all of it in the next line.
_PERSONAL = frozenset(
    {
        *("address", "answer", "answers", "apikey", "authorization", "body", "cardholder", "comment", "content"),
        *("cookie", "csrf", "description", "email", "file", "filename", "headers", "iban", "ip", "mail", "message"),
        *("name", "names", "narrative", "note", "params", "passwd", "password", "payload", "phone", "recipient"),
        *("secret", "sender", "session", "subject", "text", "token", "words"),
    }
)
_PERSONAL_KEYS = frozenset({"to", "from", "api_key"})
# … unless the whole key, or its last word, says that it holds no personal data.
_PLAIN_KEYS = frozenset({"logger_name", "route_name", "task_name", "thread_name", "event_name", "program_name"})
_PLAIN_ENDS = frozenset({"id", "ids", "count", "size", "length", "at", "seconds", "kind", "type", "code", "status"})

_EMAIL = re.compile(r"[\w.+%-]+(?:'[\w.+%-]+)*@[\w-]+(?:\.[\w-]+)*")
_PHONE = re.compile(r"(?<![\w.:-])(?:\+|[0۰٠])\d(?:[ ().-]?\d){7,13}(?![\w:-])")
# What databases add to their errors: the very values that were to be written.
_VALUES = re.compile(r"(\[parameters: |DETAIL: +).*")
# These write statements with their values, paths with their secrets, or a line for every glyph.
_TALKATIVE = ("aiohttp.access", "aiosqlite", "sqlalchemy", "PIL", "fontTools", "weasyprint")
_WORDS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")


def set_up(level: str = "INFO", *, json: bool | None = None, stream: TextIO | None = None) -> None:
    """Route structlog and the standard library's logging to `stream` (stderr). JSON, unless told otherwise by `json`
    or by the stream being a terminal."""
    stream = stream or sys.stderr
    if json is None:
        json = not stream.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        # Tracebacks become plain text here, without the values of variables, so that `hide` sees them too.
        structlog.processors.format_exc_info,
        structlog.processors.UnicodeDecoder(),
        hide,
    ]
    ending: Processor
    if json:
        ending = structlog.processors.JSONRenderer(ensure_ascii=False, default=repr)
    else:
        ending = structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, ending],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.captureWarnings(True)
    for talkative in _TALKATIVE:
        logging.getLogger(talkative).setLevel(logging.WARNING)


def hide(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace what may carry personal data under its key, and mask addresses and numbers in every text."""
    # structlog keeps its own things under keys that begin with a line.
    return {key: value if key.startswith("_") else _shown(key, value) for key, value in event.items()}


def mask(text: str) -> str:
    """`text` without e-mail addresses, telephone numbers and the values that a database error quotes."""
    text = _VALUES.sub(rf"\1{HIDDEN}", text)
    return _PHONE.sub("[phone]", _EMAIL.sub("[e-mail]", text))


def _shown(key: object, value: Any) -> Any:
    if isinstance(value, bool | float | None):
        return value
    elif _personal(str(key)):
        return HIDDEN
    elif isinstance(value, str):
        return mask(value)
    elif isinstance(value, Mapping):
        return {inner: _shown(inner, content) for inner, content in value.items()}
    elif isinstance(value, list | tuple | set | frozenset):
        return [_shown("", content) for content in value]
    elif isinstance(value, int):
        return value
    else:
        return mask(repr(value))


def _personal(key: str) -> bool:
    words = [word for word in _WORDS.sub(" ", key).lower().split() if word]
    if not words or key in _PLAIN_KEYS or words[-1] in _PLAIN_ENDS:
        return False
    else:
        return key in _PERSONAL_KEYS or not _PERSONAL.isdisjoint(words)
