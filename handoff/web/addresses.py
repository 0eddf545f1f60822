"""Where a request comes from on the network."""

from __future__ import annotations

from ipaddress import ip_address

from aiohttp import web

from handoff.web.keys import SERVICES


def address_of(request: web.Request) -> str | None:
    """The asker's network address, or None when it says nothing.

    Behind a proxy (PASOKH_BEHIND_PROXY) it is the last address that the proxy has added. A loopback address is this very
    machine, or a proxy that nobody told us of: to count by it would make everybody pay for one.
    """
    found = request.remote
    if request.app[SERVICES].settings.behind_proxy:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        found = forwarded or found
    try:
        address = ip_address(found or "")
    except ValueError:
        return None
    if address.is_loopback:
        return None
    elif address.version == 6:
        return str(address.exploded[:19])  # a household has a whole /64
    else:
        return str(address)
