"""The figures of a process, as Prometheus reads them."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from handoff import metrics


def figures() -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    body, content_type = metrics.render()
    assert content_type.startswith("text/plain")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


def test_what_is_counted_can_be_read():
    key = ("pasokh_messages_posted_total", (("author", "customer"),))
    before = figures().get(key, 0.0)
    metrics.messages_posted.labels(author="customer").inc()
    assert figures()[key] == before + 1


def test_the_bus_can_report_its_losses_directly():
    before = figures()["pasokh_bus_lost_total", ()]
    metrics.bus_lost.inc(3)
    assert figures()["pasokh_bus_lost_total", ()] == before + 3


def test_times_fall_into_buckets():
    metrics.http_seconds.labels(route="/track", status="200").observe(0.03)
    read = figures()
    labels = (("route", "/track"), ("status", "200"))
    assert read["pasokh_http_seconds_count", labels] >= 1
    assert read["pasokh_http_seconds_bucket", tuple(sorted((*labels, ("le", "0.05"))))] >= 1


def test_sockets_come_and_go():
    gauge = metrics.sockets.labels(side="customer")
    gauge.inc()
    opened = figures()["pasokh_sockets", (("side", "customer"),)]
    gauge.dec()
    assert figures()["pasokh_sockets", (("side", "customer"),)] == opened - 1


def test_the_process_itself_is_measured():
    assert figures()["process_resident_memory_bytes", ()] > 0
