"""`python -m actions` starts the action server, on loopback only: it has no authentication of its own."""

from __future__ import annotations

import logging

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from actions.settings import settings


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    executor = ActionExecutor()
    executor.register_package("actions")
    # rasa_sdk's own runner listens on every interface by default and starts a second process, which cannot take our
    # functions along; one process on loopback is all that is wanted.
    create_app(executor).run(
        host="127.0.0.1", port=settings().actions_port, single_process=True, motd=False, access_log=False
    )


if __name__ == "__main__":
    main()
