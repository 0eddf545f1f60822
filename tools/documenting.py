"""Write the pages of docs/ that are made from the code: settings, events, API, the map of ISO 10002.

Run in the service's own environment.

`python -m tools.documenting` writes them; with `--check` it only says which are stale, and ends with 1 when any is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.pages import api, events, iso10002, permissions, settings
from tools.places import ROOT

PAGES: Mapping[str, Callable[[], str]] = {
    "settings.md": settings.page,
    "events.md": events.page,
    "api.md": api.page,
    "permissions.md": permissions.page,
    "iso10002.md": iso10002.page,
}


def stale(folder: Path = ROOT / "docs") -> list[str]:
    """The names of the pages that do not say what the code says."""
    return [name for name, make in PAGES.items() if _text(folder / name) != make()]


def write(folder: Path = ROOT / "docs") -> list[str]:
    """Bring the pages up to date; the names of those that changed."""
    changed = stale(folder)
    for name in changed:
        (folder / name).write_text(PAGES[name](), encoding="utf-8")
    return changed


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        old = stale()
        for name in old:
            print(f"docs/{name} is stale: python -m tools.documenting writes it anew")
        return 1 if old else 0
    for name in write():
        print(f"docs/{name} written")
    return 0


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
