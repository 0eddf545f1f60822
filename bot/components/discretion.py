"""What customers write stays out of Rasa's logs, also when something fails.

Rasa 3.6 logs the message itself beside an error (a lock that cannot be had, say), and the local variables of every frame.
"""

from __future__ import annotations

from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer

WITHHELD = "(withheld)"
_ALWAYS_TOLD = {"event", "exc_info", "stack_info", "level", "logger", "timestamp"}


def withhold(_logger: Any, _method: str, entry: dict[str, Any]) -> dict[str, Any]:
    """A log entry with every text and structure in it withheld; numbers and the name of the event say what happened."""
    return {
        key: value if key in _ALWAYS_TOLD or isinstance(value, (bool, int, float)) else WITHHELD
        for key, value in entry.items()
    }


def be_discreet() -> None:
    """Takes effect for loggers that have not spoken yet; the pipeline is loaded before the first message."""
    plain_tracebacks = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
    steps = [
        plain_tracebacks if step is structlog.processors.dict_tracebacks else step
        for step in structlog.get_config()["processors"]
        if step is not withhold
    ]
    structlog.configure(processors=[withhold, *steps])


be_discreet()
