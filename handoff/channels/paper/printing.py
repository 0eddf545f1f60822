"""Pages that are printed or laid on a table: HTML made into a PDF that can be searched and read aloud."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SHEETS = Path(__file__).parent


def to_pdf(html: str, *, sheet: str) -> bytes:
    """The page with one of our own style sheets. Takes a second of one processor: call it in a thread.

    Nothing is fetched from anywhere: a page that names an address is printed without what would be there.
    """
    # Half a second and twenty megabytes to load: only where something is printed.
    from weasyprint import CSS, HTML

    page = HTML(string=html, url_fetcher=_nothing_from_elsewhere)
    style = CSS(string=(SHEETS / sheet).read_text("utf-8"))
    content: bytes = page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1", pdf_tags=True)
    return content


def _nothing_from_elsewhere(url: str, *_: object, **__: object) -> dict[str, Any]:
    raise ValueError("what is printed needs nothing from elsewhere")
