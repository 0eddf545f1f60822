"""`make clean`: remove what can be made again soon: caches, the trained model, artefacts of tests.

Data and environments stay.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from tools.places import Places

CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis", ".rasa")
MADE = ("bot/models", "artefacts")
NOT_OURS = {".venv", ".git", ".tools", "var"}


def clean(places: Places) -> None:
    for folder in [*(places.root / name for name in CACHES + MADE), *_byte_code(places.root)]:
        shutil.rmtree(folder, ignore_errors=True)


def _byte_code(folder: Path) -> Iterator[Path]:
    for child in folder.iterdir():
        if child.name == "__pycache__":
            yield child
        elif child.is_dir() and not child.is_symlink() and child.name not in NOT_OURS:
            yield from _byte_code(child)


if __name__ == "__main__":
    clean(Places())
    print("Caches, models and artefacts are gone; data (var/) and environments stay.")
