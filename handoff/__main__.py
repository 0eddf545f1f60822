"""`python -m handoff COMMAND`."""

import sys

from handoff.cli import main

if __name__ == "__main__":
    sys.exit(main())
