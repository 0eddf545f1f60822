"""The rules of STYLE.md that a machine can check and ruff does not: each with lines it must let pass and lines it must find."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from tools.places import ROOT

CODE = ("*.py", "*.js", "*.css", "*.html", "*.sh", "*.toml", "*.yml", "*.yaml", "Makefile", "Procfile", ".ci/*")
SHOWN = ("handoff/locale/*.po", "handoff/policy/data/*", "handoff/web/templates/*", "actions/texts*", "bot/domain/*")
PAGES = ("handoff/web/templates/*.html",)


@dataclass(frozen=True)
class Rule:
    """A pattern that must not be found in any line of certain files, and why."""

    why: str
    pattern: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    files: tuple[str, ...] = ("*",)
    but: tuple[str, ...] = ()

    def concerns(self, path: str) -> bool:
        return any(fnmatch(path, glob) for glob in self.files) and not any(fnmatch(path, glob) for glob in self.but)

    def breaks(self, line: str) -> bool:
        return re.search(self.pattern, line) is not None

    def broken_in(self, path: str) -> Iterator[str]:
        """Where the file breaks the rule: `path:line: why: the line`."""
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if self.breaks(line):
                yield f"{path}:{number}: {self.why}: {line.strip()[:120]}"


RULES = (
    Rule(
        "paths of one machine",
        r"(?<![\w.~$}*-])/(?:root|work|home/\w+|Users/\w+)/",
        good=('root / "var" / "log"', "/opt/pasokh/var", "$HOME/.pyenv", "docs/home/page"),
        bad=("open('/home/mina/pasokh/.env')", "cd /Users/mina/src"),
    ),
    Rule(
        "unfinished work",
        r"\b(?:TODO|FIXME|XXX)\b|\braise NotImplementedError\b|pytest\.mark\.(?:skip|xfail)|pytest\.skip\(",
        good=("a list of things to do", "PA-XXXX"),
        bad=("x = 1  # TODO later", "raise NotImplementedError", "@pytest.mark.skip"),
        files=CODE,
        but=("tests/support/servers.py",),  # says loudly which server is missing on a person's machine; fails in CI
    ),
    Rule(
        "addresses from which packages are downloaded",
        r"https?://[^\s\"'<>]+\.(?:whl|tar\.gz|tgz|zip|exe|dmg)\b|--(?:extra-)?index-url[ =]|(?:pythonhosted|npmjs)\.org",
        good=("http://127.0.0.1:8080/console/", "aiohttp==3.14.5", "--no-emit-index-url"),
        bad=("https://example.org/wheels/tea-1.0-py3-none-any.whl", "pip install --index-url X"),
    ),
    Rule(
        "Arabic letters or digits in Persian text (ی ک ۴ are Persian)",
        "[\u064a\u0643\u0660-\u0669]",
        good=("شکایت شما ثبت شد", "۱۴۰۵/۰۹/۱۰"),
        bad=("شكایت شما", "رسيدگی", "\u0664\u0665"),
        files=SHOWN,
    ),
    Rule(
        "an exclamation mark or emoji in what people read",
        '^(?:msgid|msgstr|").*(?:!(?!=)|[\U0001f300-\U0001faff\u2600-\u27bf])',
        good=('msgid "Your complaint is registered."', "# a comment!", '"Plural-Forms: plural=(n != 1);"'),
        bad=('msgstr "ثبت شد!"', 'msgid "Done \U0001f600"'),
        files=("handoff/locale/*.po",),
    ),
    Rule(
        "script or style inside a page: the content security policy forbids it",
        r"<script(?![^>]*\b(?:src=|type=\"application/json\"))|<style\b|\sstyle=|\son[a-z]+=",
        good=(
            '<script type="module" src="/static/x.js"></script>',
            '<p class="on">',
            '<script type="application/json">',
        ),
        bad=("<script>go()</script>", "<style>p{}</style>", '<p style="color: red">', '<button onclick="go()">'),
        files=PAGES,
    ),
    Rule(
        "HTML made from text: use textContent, or a template for what the server rendered",
        r"(?<!\btemplate\.)\b(?:innerHTML|outerHTML)\s*[+]?=(?!=)|\binsertAdjacentHTML\b|\bdocument\.write\b|\beval\(",
        good=("line.textContent = body", "template.innerHTML = await answer.text()"),
        bad=("line.innerHTML = body", 'list.insertAdjacentHTML("beforeend", x)'),
        files=("handoff/web/static/*.js",),
    ),
    Rule(
        "left and right: Persian reads the other way (use inline-start and inline-end)",
        r"(?:margin|padding|border)-(?:left|right)\b|(?:^|[;{\s])(?:left|right)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)",
        good=("margin-inline-start: 4px", "inset-inline-end: 0", "text-align: start"),
        bad=("margin-left: 4px", "  left: 0;", "text-align: right"),
        files=("handoff/web/static/*.css",),
    ),
    Rule(
        "the system's clock: ask tx.clock or services.clock",
        r"\bdatetime\.(?:now|utcnow|today)\(|\bdate\.today\(|(?<!mono)\btime\.time\(",
        good=("tx.clock.now()", "time.monotonic()", "datetime.fromisoformat(text)"),
        bad=("datetime.now(UTC)", "time.time()", "date.today()"),
        files=("handoff/*.py",),
        but=("handoff/clock.py",),
    ),
    Rule(
        "the environment: only settings.py reads it",
        r"\bos\.(?:environ|getenv)\b",
        good=("settings.port",),
        bad=('os.environ["PASOKH_PORT"]', 'os.getenv("HOME")'),
        files=("handoff/*.py",),
        but=("handoff/settings.py",),
    ),
    Rule(
        "an act that commits: whoever opened the transaction does that",
        r"\.(?:commit|rollback)\(",
        good=("await tx.flush()", "async with services.db.transaction() as tx:"),
        bad=("await tx.commit()", "session.rollback()"),
        files=("handoff/*.py",),
        but=("handoff/db/*", "handoff/migrations/*"),
    ),
    Rule(
        "a name that says nothing",
        r"^class \w*(?:Manager|Helper|Utils?|Service)\b",
        good=("class Services:", "class CaseOpened(Event):"),
        bad=("class CaseManager:", "class MailService(Thing):"),
        files=("*.py",),
    ),
    Rule(
        "a claim nobody here may make",
        r"(?i)\b(?:certified|compliant)\b",
        good=("it produces the evidence",),
        bad=("ISO 10002 certified", "fully compliant"),
        files=("handoff/*", "docs/*", "README.md", "bot/domain/*", "actions/*"),
    ),
)


@cache
def project_files() -> tuple[str, ...]:
    """Every text file of the project, committed or about to be, as paths from the top; not this page of examples."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    own = Path(__file__).relative_to(ROOT).as_posix()
    return tuple(path for path in sorted(listed.split("\0")) if path and path != own and (ROOT / path).is_file())


@cache
def text_of(path: str) -> str:
    """The file's text; empty for pictures and other bytes."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
