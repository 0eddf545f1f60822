"""One person of each role, and a case that holds something of every class of content."""

from __future__ import annotations

from tests.handoff.web.console.conftest import complain, desk_of

__all__ = ["complain", "desk_of"]
