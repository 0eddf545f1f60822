"""Whether a port is free, and whether a program answers on it."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request

from tools.places import Ports, Unusable

# No proxy: these addresses are this machine's own.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def require_free(ports: Ports) -> None:
    """Raise `Unusable` when another program listens where one of ours is to listen."""
    for part, number in ports.named().items():
        if is_taken(number):
            variable = ports.VARIABLES[part]
            raise Unusable(
                f"Port {number} ({part}) is taken by another program.\n"
                f"End that program, or choose another port: {variable}={_free_near(number)} make run"
            )


def is_taken(port: int) -> bool:
    """Whether somebody listens there. Both ways are tried: macOS lets two listen at once on different addresses."""
    with socket.socket() as asking:
        asking.settimeout(1)
        if asking.connect_ex(("127.0.0.1", port)) == 0:
            return True
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def fetch(address: str, seconds: float = 3.0) -> tuple[int, str]:
    """Status and text of the answer; status 0 with the reason when there is none."""
    try:
        with _OPENER.open(address, timeout=seconds) as answer:
            return answer.status, answer.read(65536).decode("utf-8", "replace")
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read(65536).decode("utf-8", "replace")
    except OSError as problem:
        return 0, str(problem)


def _free_near(port: int) -> int:
    return next(other for other in range(port + 1, port + 1000) if not is_taken(other % 65536 or 1024))
