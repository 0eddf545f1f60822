"""A letter as plain text and as simple HTML, right to left where the language is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from handoff.i18n import direction, mark, translate
from handoff.i18n.bidi import SHORT

FONTS = {
    "en": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    "fa": "Vazirmatn, 'Noto Sans Arabic', Tahoma, system-ui, sans-serif",
}
ABOVE = mark("— Please write your answer above this line —")
BULLET = "• "
_ISOLATES = (
    (re.compile(f"\u2066([^\u2066-\u2069]{{1,{SHORT}}})\u2069"), r'<bdi dir="ltr" style="white-space:nowrap">\1</bdi>'),
    (re.compile("\u2066([^\u2066-\u2069]*)\u2069"), r'<bdi dir="ltr">\1</bdi>'),
    (re.compile("\u2068([^\u2066-\u2069]*)\u2069"), r"<bdi>\1</bdi>"),
)
_LINK = re.compile(r"(?:https?://|\[\[address\]\])[^\s<>\"\u2066-\u2069]*[^\s<>\"\u2066-\u2069.,;:)،؛]")

PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{subject}</title></head>
<body style="margin:0;background:#f4f4f1;color:#1d2426;font-family:{fonts};font-size:16px;line-height:{leading}">
<div style="max-width:36em;margin:0 auto;padding:32px 24px;background:#ffffff">
<p style="margin:0 0 24px;color:{accent};font-weight:600">{organisation}</p>
{content}
</div>
</body>
</html>
"""


def to_html(text: str, *, subject: str, language: str, organisation: str, accent: str) -> str:
    """The text's paragraphs, lists and links as a page that needs nothing from elsewhere."""
    return PAGE.format(
        language=language,
        direction=direction(language),
        subject=_inline(subject, links=False),
        fonts=escape(FONTS[language], quote=True),
        leading="1.8" if language == "fa" else "1.5",
        accent=accent,
        organisation=escape(organisation),
        content="\n".join(_block(block) for block in _blocks(text)),
    )


def to_be_answered(text: str, html: str, language: str) -> tuple[str, str]:
    """Text and page with the line on top by which an answer is told from what it quotes."""
    line = translate(language, ABOVE)
    on_top = f'<p style="margin:0;padding:8px 24px;font-size:13px;color:#5c6668;text-align:center">{escape(line)}</p>'
    return f"{line}\n\n{text}", html.replace('<div style="max-width', f'{on_top}\n<div style="max-width', 1)


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines that belong together: a paragraph, or a list."""
    for paragraph in text.strip().split("\n\n"):
        lines: list[str] = []
        for line in paragraph.split("\n"):
            if lines and line.startswith(BULLET) != lines[-1].startswith(BULLET):
                yield lines
                lines = []
            lines.append(line)
        yield lines


def _block(lines: list[str]) -> str:
    if lines[0].startswith(BULLET):
        items = "".join(f"<li>{_inline(line.removeprefix(BULLET))}</li>" for line in lines)
        return f'<ul style="margin:0 0 16px;padding-inline-start:20px">{items}</ul>'
    return f'<p style="margin:0 0 16px">{"<br>".join(_inline(line) for line in lines)}</p>'


def _inline(line: str, *, links: bool = True) -> str:
    html = escape(line)
    if links:
        html = _LINK.sub(lambda found: f'<a href="{found[0]}" style="color:inherit">{found[0]}</a>', html)
        for pattern, isolated in _ISOLATES:
            html = pattern.sub(isolated, html)
    return html
