"""The demo's own secrets: made once, kept in var/secrets.env, readable by the owner alone."""

from __future__ import annotations

import os
import secrets

from tools.places import Places, read_assignments

NAMES = ("PASOKH_SECRET_KEY", "PASOKH_API_TOKEN")


def keep_secrets(places: Places) -> dict[str, str]:
    """The secrets of this checkout; missing ones are made. Without them the demo's data cannot be read again."""
    file = places.var / "secrets.env"
    kept = read_assignments(file)
    missing = {name: secrets.token_hex(32) for name in NAMES if not kept.get(name)}
    if missing:
        places.var.mkdir(parents=True, exist_ok=True)
        kept |= missing
        # Opened with these rights, not changed to them later: at no moment may others read it.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as open_file:
            open_file.writelines(f"{name}={value}\n" for name, value in kept.items())
    file.chmod(0o600)
    return {name: kept[name] for name in NAMES}
