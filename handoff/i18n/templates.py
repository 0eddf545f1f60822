"""Jinja speaks the reader's language: `_("Hello {name}", name=name)`, `ngettext`, and filters for dates and numbers.

The language, the time zone and the time come from the template's context: `language` ("en"), `zone` ("Asia/Tehran") and
`now`. Not imported by the package itself, since only those who render need Jinja.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from handoff.i18n import dates, durations, numbers
from handoff.i18n.bidi import WHOLE, isolate, left_to_right, stays_whole
from handoff.i18n.catalogue import Translations, spoken
from handoff.i18n.digits import for_reader
from handoff.i18n.languages import DEFAULT, LANGUAGES, direction


def speak(environment: Environment) -> None:
    """Teach `environment` the texts, the filters below, and the globals `direction` and `LANGUAGES`.

    In {% trans %} blocks and where one is used to it, %(name)s works as well as {name}.
    """
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=False)  # type: ignore[attr-defined]
    environment.globals.update(direction=direction, LANGUAGES=LANGUAGES)
    environment.filters.update(
        number=_number,
        percent=_percent,
        money=_money,
        digits=_digits,
        day=_dated(dates.format_day),
        date=_dated(dates.format_date),
        date_short=_dated(dates.format_date_short),
        time=_dated(dates.format_time),
        day_and_time=_dated(dates.format_day_and_time),
        relative=_relative,
        duration=_duration,
        isolate=_isolate,
        ltr=_ltr,
        numbers_whole=_numbers_whole,
    )


@pass_context
def _gettext(context: Context, text: str, **values: Any) -> str:
    return _filled(context, Translations(_language(context)).gettext(text), values)


@pass_context
def _ngettext(context: Context, singular: str, plural: str, n: int, **values: Any) -> str:
    text = Translations(_language(context)).ngettext(singular, plural, n)
    return _filled(context, text, {"n": n, "num": n, **values})


def _filled(context: Context, text: str, values: dict[str, Any]) -> str:
    values = {name: spoken(_language(context), value) for name, value in values.items()}
    # The texts are ours, what goes into them need not be: Markup escapes the values.
    pattern = Markup(text) if context.eval_ctx.autoescape else text  # noqa: S704
    if not values:
        return pattern
    elif "%(" in text:
        return pattern % values
    else:
        return pattern.format(**values)


@pass_context
def _number(context: Context, value: int | float | Decimal, places: int | None = None) -> str:
    return numbers.format_number(value, _language(context), places=places)


@pass_context
def _percent(context: Context, share: float | Decimal, places: int = 0) -> str:
    return numbers.format_percent(share, _language(context), places=places)


@pass_context
def _money(context: Context, amount: Decimal | int, currency: str) -> str:
    return numbers.format_money(amount, currency, _language(context))


@pass_context
def _digits(context: Context, text: object) -> str:
    return for_reader(str(text), _language(context))


def _dated(form: Callable[[Any, str, str], str]) -> Callable[..., str]:
    @pass_context
    def dated(context: Context, when: date | None) -> str:
        return form(when, _language(context), str(context.get("zone") or "UTC")) if when is not None else ""

    return dated


@pass_context
def _relative(context: Context, when: datetime | None, short: bool = False) -> str:
    return durations.relative(when, context["now"], _language(context), short=short) if when is not None else ""


@pass_context
def _duration(context: Context, length: Any, short: bool = False) -> str:
    return durations.format_duration(length, _language(context), short=short)


@pass_context
def _isolate(context: Context, text: object) -> str:
    """In its own direction: <bdi> in a page, invisible marks in plain text."""
    if context.eval_ctx.autoescape:
        return Markup("<bdi>{}</bdi>").format(escape(text))
    else:
        return isolate(str(text))


@pass_context
def _ltr(context: Context, text: object) -> str:
    """Left to right, as case numbers and addresses are; a short one is not broken across lines."""
    if context.eval_ctx.autoescape:
        whole = Markup(' class="whole"') if stays_whole(str(text)) else ""
        return Markup('<bdi dir="ltr"{}>{}</bdi>').format(whole, escape(text))
    else:
        return left_to_right(str(text))


def _numbers_whole(text: str) -> Markup:
    """What somebody wrote, with every case number and tracking code in it kept on one line."""
    return Markup(WHOLE.sub(r'<bdi dir="ltr" class="whole">\g<0></bdi>', str(escape(text))))  # noqa: S704


def _language(context: Context) -> str:
    return str(context.get("language") or DEFAULT)
