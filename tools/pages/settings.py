"""docs/settings.md: every environment variable, from the settings classes' own descriptions."""

from __future__ import annotations

from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from actions.settings import Settings as ActionSettings
from handoff.settings import Settings
from tools.pages import MADE, table

HEAD = ("variable", "takes", "without it", "what it does")
NEEDED = {"PASOKH_SECRET_KEY", "PASOKH_API_TOKEN"}
KINDS = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "0 or 1",
    Path: "folder",
    SecretStr: "secret",
}
# Read by `make run`, by Rasa's own configuration files, or by both: no settings class of ours knows them.
BESIDE = (
    ("PASOKH_ACTIONS_PORT", "whole number", "`5055`", "Where the action server listens, on loopback."),
    ("PASOKH_BOT_PORT", "whole number", "`5005`", "Where `make run` and the Procfile let Rasa listen, on loopback."),
    ("ACTIONS_URL", "address", "set by `make run`", "Where Rasa finds the action server: `http://127.0.0.1:5055/webhook`."),
    ("RASA_REDIS_HOST", "text", "", "Redis of several Rasa processes (`bot/endpoints-redis.yml`)."),
    ("RASA_REDIS_PORT", "whole number", "", "Its port."),
    ("PASOKH_PYTHON", "path", "found", "The Python 3.11 or newer from which `.venv` is made."),
    ("BOT_PYTHON", "path", "found", "The Python 3.10 from which `bot/.venv` is made."),
)  # fmt: skip

TOP = f"""{MADE}
# Settings

Everything is set by environment variables; a file `.env` in the working directory is read too, and what the shell says
wins over it. `.env.example` has the ones that people change. `python -m handoff check-settings` prints what is in force,
secrets hidden, and says what is missing.

Only two have to be set outside the demonstration, each to at least 32 random characters (`openssl rand -hex 32`):
`PASOKH_SECRET_KEY` and `PASOKH_API_TOKEN`. `make run` makes its own, in `var/secrets.env`.

## The service
"""
ACTIONS = """
## The action server

`python -m actions` reads these; token and address are those of the service.
"""
OTHERS = """
## Around them
"""


def page() -> str:
    return "\n".join(
        [
            TOP,
            table(HEAD, [_row(Settings, name) for name in Settings.model_fields]),
            ACTIONS,
            table(HEAD, [_row(ActionSettings, name) for name in ActionSettings.model_fields]),
            OTHERS,
            table(HEAD, [(f"`{name}`", *rest) for name, *rest in BESIDE]),
            "",
        ]
    )


def variable(settings: type[BaseSettings], name: str) -> str:
    """The environment variable of a field."""
    alias = settings.model_fields[name].validation_alias
    if isinstance(alias, AliasChoices):
        return str(alias.choices[0])
    else:
        return f"{settings.model_config['env_prefix']}{name}".upper()


def _row(settings: type[BaseSettings], name: str) -> tuple[str, ...]:
    field = settings.model_fields[name]
    called = variable(settings, name)
    return f"`{called}`", _kind(field), _default(called, field), field.description or ""


def _kind(field: FieldInfo) -> str:
    pattern = next((found for fact in field.metadata if (found := getattr(fact, "pattern", None))), None)
    if pattern is not None:
        return " or ".join(f"`{choice}`" for choice in str(pattern).strip("^()$").split("|"))
    if get_origin(field.annotation) is tuple:
        return "list"
    options = [option for option in get_args(field.annotation) if option is not NoneType] or [field.annotation]
    return KINDS[options[0]]


def _default(called: str, field: FieldInfo) -> str:
    value: Any = field.default
    if called in NEEDED:
        return "**needed**"
    elif isinstance(value, bool):
        return f"`{int(value)}`"
    elif value in ("", None, ()) or isinstance(value, SecretStr):
        return ""
    else:
        return f"`{value}`"
