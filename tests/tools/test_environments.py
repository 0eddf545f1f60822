"""An environment is made from its lock once, and again exactly when lock or interpreter changed. With the real uv."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.environments import Environment, is_current, prepare, stamp_of
from tools.interpreters import Wanted
from tools.places import ROOT, Places, Unusable

VERSION = (sys.version_info[0], sys.version_info[1])
TEA = Environment("tea", "tea/.venv", "tea/requirements.lock", Wanted(VERSION, VERSION, ("ssl",)), "TEA_PYTHON")


class Shop:
    """A small project with one locked package, `tea`, whose wheels lie in a folder: nothing is fetched."""

    def __init__(self, root: Path) -> None:
        self.places = Places(root)
        self.wheels = root / "wheels"
        self.folder, self.lock = root / TEA.folder, root / TEA.lock
        self.wheels.mkdir()
        self.lock.parent.mkdir()
        (root / "tools").symlink_to(ROOT / "tools")
        if (ROOT / ".tools").exists():
            (root / ".tools").symlink_to(ROOT / ".tools")

    def require(self, version: str) -> None:
        wheel = self.wheels / f"tea-{version}-py3-none-any.whl"
        about = f"tea-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("tea.py", f"version = {version!r}\n")
            archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: tea\nVersion: {version}\n")
            archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{about}/RECORD", "")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        self.lock.write_text(f"tea=={version} --hash=sha256:{digest}\n")

    def prepare(self, **settings: str) -> bool:
        return prepare(TEA, self.places, settings)

    def tastes(self) -> str:
        ask = [self.folder / "bin" / "python", "-c", "import tea; print(tea.version)"]
        return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    shop = Shop(tmp_path)
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_FIND_LINKS", str(shop.wheels))
    shop.require("1.0")
    return shop


def test_an_unchanged_environment_is_not_touched_again(shop: Shop) -> None:
    assert shop.prepare() is True
    assert shop.tastes() == "1.0"
    before = stamp_of(shop.folder).stat().st_mtime_ns
    assert shop.prepare() is False
    assert stamp_of(shop.folder).stat().st_mtime_ns == before


def test_a_changed_lock_makes_the_stamp_stale_and_brings_the_new_version(shop: Shop) -> None:
    shop.prepare()
    shop.require("2.0")
    assert not is_current(shop.folder, shop.lock)
    assert shop.prepare() is True
    assert shop.tastes() == "2.0"


def test_an_environment_whose_interpreter_went_away_is_made_anew(shop: Shop) -> None:
    shop.prepare()
    python = shop.folder / "bin" / "python"
    python.unlink()
    python.symlink_to(shop.places.root / "gone")
    assert shop.prepare() is True
    assert shop.tastes() == "1.0"


def test_a_failed_installation_is_not_taken_for_whole(shop: Shop) -> None:
    shop.prepare()
    shop.require("2.0")
    shop.lock.write_text(f"tea==2.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(Unusable, match="did not work"):
        shop.prepare()
    assert not is_current(shop.folder, shop.lock)
    shop.require("2.0")
    assert shop.prepare() is True
    assert shop.tastes() == "2.0"


def test_a_python_asked_for_that_does_not_start_is_named(shop: Shop) -> None:
    shim = shop.places.root / "python"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    with pytest.raises(Unusable, match=r"TEA_PYTHON=.*/python exits with 127; needed is Python"):
        shop.prepare(TEA_PYTHON=str(shim))
    assert shop.prepare(TEA_PYTHON=sys.executable) is True
