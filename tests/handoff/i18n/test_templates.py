"""What a template can say, in the language of its reader."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from jinja2 import Environment

from handoff.i18n.templates import speak

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def render():
    environment = Environment(autoescape=True)
    speak(environment)

    def render(source: str, language: str = "fa", **values):
        values = {"language": language, "zone": "Asia/Tehran", "now": NOW, **values}
        return environment.from_string(source).render(**values)

    return render


def test_one_environment_speaks_both_languages(render):
    source = '{{ _("This was not found.") }}'
    assert render(source, "en") == "This was not found."
    assert render(source, "fa") == "پیدا نشد."


def test_values_are_escaped_and_texts_are_not(render):
    source = '{{ _("Hello <b>{name}</b>, {n} new", name=name, n=1200) }}'
    assert render(source, "en", name="<i>Mina</i>") == "Hello <b>&lt;i&gt;Mina&lt;/i&gt;</b>, 1,200 new"
    assert render(source, "fa", name="مینا") == "Hello <b>مینا</b>, ۱٬۲۰۰ new"


def test_the_older_placeholders_work_too(render):
    assert render('{{ _("Hello %(name)s", name=name) }}', "en", name="<Mina>") == "Hello &lt;Mina&gt;"
    assert render("{% trans name=name %}Hello {{ name }}, 100%{% endtrans %}", "en", name="<Mina>") == (
        "Hello &lt;Mina&gt;, 100%"
    )


def test_plurals(render):
    source = '{{ ngettext("{n} day", "{n} days", count) }}'
    assert render(source, "en", count=1) == "1 day"
    assert render(source, "en", count=2) == "2 days"
    assert render(source, "fa", count=2) == "۲ روز"


@pytest.mark.parametrize(
    ("source", "english", "persian"),
    [
        ("{{ when|day }}", "Tuesday 1 December", "سه‌شنبه ۱۰ آذر"),
        ("{{ when|date }}", "1 December 2026", "۱۰ آذر ۱۴۰۵"),
        ("{{ when|date_short }}", "1 Dec 2026", "۱۴۰۵/۰۹/۱۰"),
        ("{{ when|time }}", "14:05", "۱۴:۰۵"),
        ("{{ when|day_and_time }}", "Tuesday 1 December at 14:05", "سه‌شنبه ۱۰ آذر، ساعت ۱۴:۰۵"),
        ("{{ when|relative }}", "in 7 days", "۷ روز دیگر"),
        ("{{ when|relative(short=true) }}", "in 7 d", "۷ روز دیگر"),
        ("{{ length|duration }}", "3 hours", "۳ ساعت"),
        ("{{ amount|money('IRT') }}", "12,000 tomans", "۱۲٬۰۰۰ تومان"),
        ("{{ amount|number }}", "12,000", "۱۲٬۰۰۰"),
        ("{{ 0.81|percent }}", "81%", "۸۱٪"),
        ("{{ 'page 3'|digits }}", "page 3", "page ۳"),
        ("{{ direction(language) }}", "ltr", "rtl"),
        ("{{ none|day }}{{ none|relative }}", "", ""),
        ("{{ '<x>'|isolate }}", "<bdi>&lt;x&gt;</bdi>", "<bdi>&lt;x&gt;</bdi>"),
        ("{{ 'PA-1'|ltr }}", '<bdi dir="ltr" class="whole">PA-1</bdi>', '<bdi dir="ltr" class="whole">PA-1</bdi>'),
    ],
)
def test_filters(render, source, english, persian):
    values = {
        "when": NOW + timedelta(days=7, hours=1, minutes=35),
        "length": timedelta(hours=3),
        "amount": Decimal(12000),
        "none": None,
    }
    assert render(source, "en", **values) == english
    assert render(source, "fa", **values) == persian


def test_a_long_address_may_break_and_a_number_inside_a_text_may_not(render):
    address = "https://baranhome.example/track/and/more"
    assert render("{{ address|ltr }}", "en", address=address) == f'<bdi dir="ltr">{address}</bdi>'
    said = render("{{ said|numbers_whole }}", "fa", said="<b>PA-4821-7731، کد K7QM-2XRD-9T")
    assert said == (
        '&lt;b&gt;<bdi dir="ltr" class="whole">PA-4821-7731</bdi>، کد <bdi dir="ltr" class="whole">K7QM-2XRD-9T</bdi>'
    )


def test_in_plain_text_direction_is_kept_by_invisible_marks():
    environment = Environment(autoescape=False)
    speak(environment)
    text = environment.from_string('{{ number|ltr }} {{ name|isolate }} {{ _("<{name}>", name="&") }}')
    assert text.render(language="fa", number="PA-1", name="مینا") == "\u2066PA-1\u2069 \u2068مینا\u2069 <&>"
