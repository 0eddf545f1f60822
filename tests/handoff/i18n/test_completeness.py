"""No reader meets a text in the wrong language; and the check itself notices what it should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handoff import web
from handoff.i18n import catalogue
from handoff.i18n.completeness import missing, untidy
from handoff.i18n.extracting import texts_in

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def _listed(lacks) -> str:
    return "\n".join(f"{lack.where}: {lack.why}: {lack.text}" for lack in lacks)


def test_the_persian_catalogue_is_complete():
    lacks = missing("fa")
    assert not lacks, _listed(lacks)


def test_the_persian_texts_are_well_typeset():
    lacks = untidy("fa")
    assert not lacks, _listed(lacks)


def test_no_template_joins_words_with_a_comma_of_its_own():
    """Persian has another comma: what stands between two expressions is a text like every other."""
    templates = Path(web.__file__).parent / "templates"
    bare = re.compile(r"(?:\}\}|%\}|</\w+>)[,;] ")
    found = [
        f"{path.relative_to(templates)}:{number}"
        for path in sorted(templates.rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1)
        if bare.search(line)
    ]
    assert not found, found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small product with texts in every place where texts may stand."""
    (tmp_path / "errors.py").write_text(
        "class Problem(Exception):\n    message: str = 'In a problem'\n"
        "class Near(Problem):\n    message = mark('In a near problem')\n"
        "class Stranger:\n    message = 'Not a text for readers'\n"
    )
    (tmp_path / "acts.py").write_text(
        "from errors import Near\n"
        "class Far(Near):\n    pass\n"
        "def act(language, n):\n"
        "    translate(language, 'In a call', name=n)\n"
        "    translate(language, 'If so' if n else 'If not')\n"
        "    i18n.translate(language, 'By ' 'its module')\n"
        "    plural(language, '{n} thing', '{n} things', n)\n"
        "    TABLE = mark_plural('{n} row', '{n} rows')\n"
        "    raise Far('Raised {n}', n=n)\n"
        "    'text'.translate('abc', 'A method of the same name')\n"
        "    translate(language, n)\n"
    )
    templates = tmp_path / "web" / "templates"
    templates.mkdir(parents=True)
    (templates / "page.html").write_text(
        '{% trans %}In a block{% endtrans %}{{ _("In a page", name=x) }}'
        '{{ ngettext("{n} page", "{n} pages", 3) }}{{ gettext("Old way") }}{% if _("In a test") %}{% endif %}'
    )
    (templates / "letter.txt").write_text('{{ _("In a letter") }}')
    (tmp_path / "notes.txt").write_text('{{ _("Not in a template") }}')
    return tmp_path


def test_texts_are_found_wherever_they_stand(source):
    assert {(found.text, found.plural) for found in texts_in(source)} == {
        ("In a problem", None),
        ("In a near problem", None),
        ("In a call", None),
        ("If so", None),
        ("If not", None),
        ("By its module", None),
        ("{n} thing", "{n} things"),
        ("{n} row", "{n} rows"),
        ("Raised {n}", None),
        ("In a block", None),
        ("In a page", None),
        ("{n} page", "{n} pages"),
        ("Old way", None),
        ("In a test", None),
        ("In a letter", None),
    }
    assert {found.where for found in texts_in(source) if found.text == "Raised {n}"} == {"acts.py:10"}


@pytest.fixture
def persian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def write(entries: str) -> None:
        folder = tmp_path / "locale" / "fa"
        folder.mkdir(parents=True)
        (folder / "own.po").write_text(HEAD + entries, encoding="utf-8")
        catalogue.texts.cache_clear()

    monkeypatch.setattr(catalogue, "FOLDER", tmp_path / "locale")
    yield write
    catalogue.texts.cache_clear()


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('msgid "Other"\nmsgstr "دیگر"\n', "no translation"),
        ('msgid "{n} day to {end}"\nmsgstr ""\n', "no translation"),
        ('#, fuzzy\nmsgid "{n} day to {end}"\nmsgstr "x {n} {end}"\n', "no translation"),
        ('msgid "{n} day to {end}"\nmsgstr "{n} روز تا {end}"\n', "no plural"),
        (_days := 'msgid "{n} day to {end}"\nmsgid_plural "{n} days to {end}"\n', "no translation"),
        (_days + 'msgstr[0] "یک روز تا {end}"\nmsgstr[1] "{n} روز تا {and}"\n', "placeholders differ: ['and', 'end']"),
        (_days + 'msgstr[0] "یک روز تا {end}"\nmsgstr[1] "{n} روز تا {end}"\n', None),
    ],
)
def test_a_lack_is_noticed(tmp_path, persian, entry, why):
    (tmp_path / "one.py").write_text("plural(language, '{n} day to {end}', '{n} days to {end}', n)\n")
    persian(entry if "msgstr" in entry else entry + 'msgstr[0] ""\nmsgstr[1] ""\n')
    assert [lack.why for lack in missing("fa", tmp_path)] == ([why] if why else [])


@pytest.mark.parametrize(
    "text",
    [
        "كتری شکسته است",
        "سلام!",
        "آماده‌اید?",
        "چای, قهوه",
        "دو  فاصله",
        "می خواهم",
        "شکایت ها",
        "پیام های شما",
        "تا 10 روز",
        'گفت \\"نه\\"',
    ],
)
def test_untidy_persian_is_noticed(persian, text):
    persian(f'msgid "x"\nmsgstr "{text}"\n')
    assert untidy("fa")


@pytest.mark.parametrize(
    "text", ["آیا می‌خواهید «سفارش A-10423» را ببینید؟", "{n} شکایت، تا {day}", "پروندهٔ PA-4821-7735", "پیام‌های شما"]
)
def test_tidy_persian_is_left_in_peace(persian, text):
    persian(f'msgid "x"\nmsgstr "{text}"\n')
    assert untidy("fa") == []
