"""`python -m handoff COMMAND`."""

import sys

# Tools for development bring rich, and structlog loads it where it finds it, for tracebacks that we do not draw: 3 MB.
sys.modules.setdefault("rich", None)  # type: ignore[arg-type]

from handoff.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
