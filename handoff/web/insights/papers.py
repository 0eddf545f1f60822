"""Pages that can be laid on a table: HTML made into PDF. Nothing is fetched from anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

SHEET = Path(__file__).parent.parent / "static" / "report.css"


class _Nothing(URLFetcher):  # type: ignore[misc]
    """Refuses every address."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise ValueError(f"{url} is not fetched")


def to_pdf(page: str) -> bytes:
    """The page as PDF. Takes a second or so: call it in a thread."""
    content: bytes = HTML(string=page, url_fetcher=_Nothing()).write_pdf(stylesheets=[CSS(filename=SHEET)])
    return content
