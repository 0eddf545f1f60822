"""`python -m actions` starts the action server, on loopback only: it has no authentication of its own."""

from __future__ import annotations

import logging
import os

from rasa_sdk.endpoint import run
from rasa_sdk.executor import ActionExecutor

from actions.settings import settings


def main() -> None:
    # rasa_sdk reads its host from the environment and would otherwise listen on every interface.
    os.environ.setdefault("SANIC_HOST", "127.0.0.1")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    executor = ActionExecutor()
    executor.register_package("actions")
    run(executor, port=settings().actions_port)


if __name__ == "__main__":
    main()
