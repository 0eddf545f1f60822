"""Which drawing suits which figure, and its table."""

from __future__ import annotations

import csv
import io
from hashlib import sha256

from markupsafe import Markup

from handoff.i18n import format_date_short, mark, translate
from handoff.insights.measures.figures import Figure
from handoff.insights.statistics.survival import Survival
from handoff.insights.trends import Trend
from handoff.web.insights import charts
from handoff.web.insights.naming import Naming

MOST_BARS = 14


def figure_chart(name: Naming, figure: Figure) -> Markup | None:
    """Bars of its lines; None when there are none."""
    lines = [line for line in figure.lines if line.n or line.value][:MOST_BARS]
    if not lines or figure.kind in ("group", "open", "danger"):
        return None
    measure = name.policy.measures.catalogue[figure.measure]
    title = measure.name.say(name.language)
    share = measure.unit == "share" or figure.kind == "missing"
    rows = []
    for line in lines:
        if not name.enough(figure, line):
            rows.append(charts.BarRow(name.line(figure, line), 0, translate(name.language, "too few ({n})", n=line.n)))
        elif share and line.hits is not None:
            text = translate(name.language, "{share} of {n}", share=name.share(line.value), n=line.n)
            rows.append(charts.BarRow(name.line(figure, line), line.value or 0, text, low=line.low, high=line.high))
        elif figure.kind == "currency":
            rows.append(charts.BarRow(name.line(figure, line), float(line.cost or 0), name.money(line)))
        else:
            marked = line.vital or figure.kind not in ("topic", "cause")
            rows.append(charts.BarRow(name.line(figure, line), line.n, name.number(line.n), marked=marked))
    words = charts.Words(title, _described(name, figure), name.language)
    return charts.bars(words, rows, 1.0 if share else None)


def closing_chart(name: Naming, followed: Survival) -> Markup | None:
    if not followed.steps:
        return None
    median = name.days(followed.median) if followed.median is not None else "–"
    words = charts.Words(
        translate(name.language, mark("How many are still open after so many days")),
        translate(name.language, mark("Half of them are closed after {median}."), median=median),
        name.language,
    )
    return charts.stairs(words, followed.steps, until=max(at for at, _ in followed.steps))


def trend_chart(name: Naming, trend: Trend, zone: str) -> Markup:
    """The weeks of a series with what is usual and its limits. A signal says so."""
    said = translate(name.language, mark("signal"))
    signals = {point.label for point in trend.chart.points if point.rules} if trend.chart else set()
    spots = [
        charts.Spot(
            format_date_short(week, name.language, zone), count, said if week.isoformat() in signals else ""
        )
        for week, count in zip(trend.weeks, trend.counts, strict=True)
    ]  # fmt: skip
    levels = []
    if trend.chart is not None:
        last = trend.chart.points[-1]
        levels = [
            charts.Level(translate(name.language, mark("usual")), trend.chart.centre, dashed=False),
            charts.Level(translate(name.language, mark("limit")), last.high),
        ]
        levels += [charts.Level(translate(name.language, mark("limit")), last.low)] if last.low > 0 else []
    words = charts.Words(
        name.topic(trend.code),
        translate(
            name.language, mark("Complaints by week. The last week had {n}."), n=trend.counts[-1] if trend.counts else 0
        ),
        name.language,
    )  # fmt: skip
    return charts.line(words, spots, levels)


def figure_csv(name: Naming, figure: Figure) -> tuple[bytes, str]:
    """The figure and its lines as a table, with its hash."""
    into = io.StringIO()
    writer = csv.writer(into)
    writer.writerow(["measure", "start", "last", "line", "n", "hits", "value", "low", "high", "cost"])
    span = (figure.measure, figure.period.start.isoformat(), figure.period.last.isoformat())
    writer.writerow([*span, "", figure.n, figure.hits, figure.value, figure.low, figure.high, None])
    for line in figure.lines:
        told = (line.hits, line.value, line.low, line.high) if name.enough(figure, line) else (None,) * 4
        writer.writerow([*span, line.code, line.n, *told, line.cost])
    content = into.getvalue().encode()
    return content, sha256(content).hexdigest()


def _described(name: Naming, figure: Figure) -> str:
    first = figure.lines[0]
    return translate(
        name.language, mark("{n} parts. The first: {label}, {count}."), n=len(figure.lines),
        label=name.line(figure, first), count=first.n,
    )  # fmt: skip
