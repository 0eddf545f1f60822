"""Texts in both languages, with their placeholders filled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from handoff.i18n import Translations, catalogue, mark, plural, translate

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


@pytest.fixture
def persian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Catalogues of this test's own."""

    def write(**files: str) -> None:
        for name, entries in files.items():
            (tmp_path / "fa").mkdir(exist_ok=True)
            (tmp_path / "fa" / f"{name}.po").write_text(HEAD + entries, encoding="utf-8")
        catalogue.texts.cache_clear()

    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    yield write
    catalogue.texts.cache_clear()


def test_english_is_the_text_itself():
    assert translate("en", "You may not do this.") == "You may not do this."


def test_persian_comes_from_the_packaged_catalogue():
    assert translate("fa", "You may not do this.") == "شما اجازهٔ این کار را ندارید."


def test_every_file_of_a_language_counts(persian):
    persian(one='msgid "Send"\nmsgstr "ارسال"\n', two='msgid "Message"\nmsgstr "پیام"\n')
    assert translate("fa", "Send") == "ارسال"
    assert translate("fa-IR", "Message") == "پیام"


def test_an_untranslated_text_stays_english(persian):
    persian(one='#, fuzzy\nmsgid "Send"\nmsgstr "بفرست"\n\nmsgid "Message"\nmsgstr ""\n')
    assert translate("fa", "Send") == "Send"
    assert translate("fa", "Message") == "Message"
    assert translate("fa", "Unheard of {n}", n=3) == "Unheard of ۳"


def test_placeholders_are_filled_and_numbers_take_the_readers_digits(persian):
    persian(
        one='msgid "{name} is number {n} of {total}, case {case}"\nmsgstr "{name}: {n} از {total}، پروندهٔ {case}"\n'
    )
    values = {"name": "Mina", "n": 3, "total": 1200, "case": "PA-4821-7735"}
    text = mark("{name} is number {n} of {total}, case {case}")
    assert translate("en", text, **values) == "Mina is number 3 of 1,200, case PA-4821-7735"
    assert translate("fa", text, **values) == "Mina: ۳ از ۱٬۲۰۰، پروندهٔ PA-4821-7735"


def test_a_value_may_have_any_name_and_any_braces():
    assert translate("en", "{text} in {language}", text="{x}", language="fa") == "{x} in fa"
    assert translate("en", "Braces {like this} stay without values") == "Braces {like this} stay without values"


@pytest.mark.parametrize(("n", "english", "persian_text"), [(0, "0 talks", "۰ گفتگو"), (1, "1 talk", "یک گفتگو")])
def test_the_number_chooses_the_form(persian, n, english, persian_text):
    persian(
        one='msgid "{n} talk"\nmsgid_plural "{n} talks"\nmsgstr[0] "یک گفتگو"\nmsgstr[1] "{n} گفتگو"\n',
        two='msgid "{n} act of {x}"\nmsgid_plural "{n} acts of {x}"\nmsgstr[0] "پروندهٔ {x}"\nmsgstr[1] "{n} از {x}"\n',
    )
    assert plural("en", "{n} talk", "{n} talks", n) == english
    assert plural("fa", "{n} talk", "{n} talks", n) == persian_text
    assert plural("fa", "{n} talk", "{n} talks", 25) == "۲۵ گفتگو"
    assert plural("fa", "{n} act of {x}", "{n} acts of {x}", 2, x="مینا") == "۲ از مینا"


def test_two_catalogues_must_not_disagree(persian):
    persian(one='msgid "Send"\nmsgstr "ارسال"\n', two='msgid "Send"\nmsgstr "بفرست"\n')
    with pytest.raises(ValueError, match=r"two\.po translates 'Send' differently"):
        translate("fa", "Send")


def test_two_catalogues_may_agree(persian):
    persian(one='msgid "Send"\nmsgstr "ارسال"\n', two='msgid "Send"\nmsgstr "ارسال"\n')
    assert translate("fa", "Send") == "ارسال"


def test_gettext_callers_get_the_bare_texts():
    persian = Translations("fa")
    assert persian.gettext("This was not found.") == "پیدا نشد."
    assert persian.ngettext("{n} day", "{n} days", 3) == "{n} روز"
    assert Translations("en").ngettext("{n} day", "{n} days", 3) == "{n} days"
