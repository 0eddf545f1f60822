"""A small project of real programs under the real supervisor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.project import Project
from tools.processes import end


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    project = Project(tmp_path)
    yield project
    end([process for process in project.seen if process.is_alive()], patience=1)
    if project.supervisor is not None:
        project.supervisor.wait(5)
