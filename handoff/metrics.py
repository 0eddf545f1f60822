"""What is counted and timed, in a registry of our own. Labels hold words of a small vocabulary, never ids or names."""

from __future__ import annotations

from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

_MOMENTS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
_TURNS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0, 15.0, 30.0)


def _counter(name: str, text: str, *labels: str) -> Counter:
    return Counter(name, text, labels, namespace="pasokh", registry=REGISTRY)


messages_posted = _counter("messages_posted", "Messages stored.", "author")
turns = _counter("turns", "Turns asked of the assistant.", "outcome")
handovers = _counter("handovers", "Talks given to the queue for a person.", "reason")
cases_opened = _counter("cases_opened", "Cases registered.", "channel")
deadlines_missed = _counter("deadlines_missed", "Promises of time that were not kept.", "kind")
prompts_sent = _counter("prompts_sent", "Follow-up prompts sent.", "kind", "channel")
letters = _counter("letters", "Letters handed to the mail server.", "outcome")
bus_lost = _counter("bus_lost", "Notes between processes known to be lost; listeners then read the log again.")

sockets = Gauge("sockets", "Open sockets.", ("side",), namespace="pasokh", registry=REGISTRY)

turn_seconds = Histogram(
    "turn_seconds", "Time of one turn of the assistant.", namespace="pasokh", registry=REGISTRY, buckets=_TURNS
)
http_seconds = Histogram(
    "http_seconds",
    "Time to answer a request.",
    ("route", "status"),
    namespace="pasokh",
    registry=REGISTRY,
    buckets=_MOMENTS,
)
worker_tick_seconds = Histogram(
    "worker_tick_seconds",
    "Time of one look at what is due.",
    namespace="pasokh",
    registry=REGISTRY,
    buckets=_MOMENTS,
)


def render() -> tuple[bytes, str]:
    """All figures of this process, and their content type, as Prometheus reads them."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
