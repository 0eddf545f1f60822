"""Every setting, read once from the environment and handed down from there. No other module reads `os.environ`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEMO_SECRET = "a secret that everyone knows: for the demonstration only"  # noqa: S105


class SettingsBroken(Exception):
    """The settings cannot be used; the message names what is missing and how to set it."""


class Settings(BaseSettings):
    """What can be set. Each field's description becomes docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix="PASOKH_", env_file=".env", extra="ignore", frozen=True)

    host: str = Field(
        "127.0.0.1", description="The address to listen on. Put a TLS proxy in front before opening it to others."
    )
    port: int = Field(8080, ge=0, le=65535, description="The port to listen on.")
    public_url: str = Field(
        "", description="The address people see, for links in letters; empty means http://host:port."
    )
    behind_proxy: bool = Field(False, description="Trust X-Forwarded-For of one proxy in front.")
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Other sites that may embed the widget, comma separated."
    )

    database_url: str = Field(
        "sqlite+aiosqlite:///var/pasokh.db",
        validation_alias=AliasChoices("DATABASE_URL", "database_url"),
        description="SQLite for one process, postgresql+asyncpg://… for several.",
    )
    redis_url: str | None = Field(
        None,
        validation_alias=AliasChoices("REDIS_URL", "redis_url"),
        description="Redis for the bus between processes; without it the bus lives in the process.",
    )
    bus_prefix: str = Field(
        "pasokh", description="Prefix of the bus's channels, so that installations can share one Redis."
    )

    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Wraps the keys of sealed data and signs links. At least 32 characters; several, comma separated: "
        "the first seals, all open.",
    )
    anchor_folder: Path | None = Field(
        None,
        description="Where each day's signed heads of the event log go: a folder outside the database, best elsewhere.",
    )
    anchor_key: SecretStr = Field(
        SecretStr(""),
        description="Signs those heads; without it a key derived from PASOKH_SECRET_KEY. Several, comma separated: the first "
        "signs, all verify.",
    )
    api_token: SecretStr = Field(
        SecretStr(""),
        description="Bearer token with which the assistant's actions call this service. At least 32 characters.",
    )
    second_factor: str = Field(
        "optional", pattern="^(optional|required)$", description="Whether everybody at the desk needs a second factor."
    )
    demo: bool = Field(False, description="The demonstration: a shop page, seeded people, known secrets.")
    policy: Path | None = Field(None, description="A folder whose files replace those of the packaged policy.")
    language: str = Field(
        "en", pattern="^(en|fa)$", description="The language of pages when the reader has not chosen."
    )

    rasa_url: str = Field("http://127.0.0.1:5005", description="Where the Rasa server listens.")
    rasa_token: SecretStr | None = Field(None, description="Rasa's --auth-token, when it was started with one.")
    rasa_timeout: float = Field(15.0, gt=0, description="Seconds to wait for one turn of the assistant.")

    mail_url: str = Field(
        "console:", description="smtp://user:pass@host:587?starttls=1, smtps://…, console: or memory:."
    )
    mail_from: str = Field("complaints@localhost", description="The sender of letters.")

    mail_listen: str = Field(
        "",
        pattern=r"^((lmtp|smtp)://[^/:]+:\d+)?$",
        description="Take letters in here, for example lmtp://127.0.0.1:8024; empty: nobody listens. Keep it on loopback: "
        "your mail server hands them on.",
    )

    mail_answered: bool = Field(
        False,
        description="Answers to letters come in, here or in another process: letters get a line on top above which to write. "
        "PASOKH_MAIL_LISTEN means it too.",
    )

    run_worker: bool = Field(
        True, description="Let this process also do what is due (else start `python -m handoff worker`)."
    )
    tick_seconds: float = Field(1.0, gt=0, description="Seconds between two looks at what is due.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log_json: bool | None = Field(None, description="JSON lines; unset means JSON unless on a terminal.")
    files_limit: int = Field(10 * 1024 * 1024, gt=0, description="Largest attachment, in bytes.")

    @model_validator(mode="before")
    @classmethod
    def _split_origins(cls, values: dict[str, object]) -> dict[str, object]:
        origins = values.get("allowed_origins")
        if isinstance(origins, str):
            values = {
                **values,
                "allowed_origins": tuple(part.strip().rstrip("/") for part in origins.split(",") if part.strip()),
            }
        return values

    @property
    def address(self) -> str:
        """The address people see, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def letters_are_answered(self) -> bool:
        """Whether what people answer to a letter reaches us."""
        return self.mail_answered or bool(self.mail_listen)

    @property
    def secure(self) -> bool:
        """Whether people come over TLS."""
        return self.address.startswith("https://")

    @property
    def secret(self) -> str:
        return self.secret_key.get_secret_value() or (DEMO_SECRET if self.demo else "")

    @property
    def anchor_secrets(self) -> tuple[str, ...]:
        """The first signs anchors of the event log, all verify them."""
        return tuple(part.strip() for part in (self.anchor_key.get_secret_value() or self.secret).split(","))

    @property
    def token(self) -> str:
        return self.api_token.get_secret_value() or (DEMO_SECRET if self.demo else "")

    def check(self) -> None:
        """Raise `SettingsBroken` unless the service can run safely with these settings."""
        missing = [
            f"PASOKH_{name} must be set to at least 32 random characters, for example: {name.lower()}=$(openssl rand -hex 32)"
            for name, value in (("SECRET_KEY", self.secret), ("API_TOKEN", self.token))
            if min(len(part.strip()) for part in value.split(",")) < 32
        ]
        if self.redis_url is None and not self.database_url.startswith("sqlite") and not self.run_worker:
            missing.append("REDIS_URL must be set when the worker runs apart: else nobody hears what it did")
        if missing:
            raise SettingsBroken("\n".join(missing))
