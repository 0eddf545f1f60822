"""What the action server must know of its surroundings, read once from the environment."""

from __future__ import annotations

from functools import cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Environment variables start with PASOKH_; a `.env` file in the working directory is read as well."""

    model_config = SettingsConfigDict(env_prefix="PASOKH_", env_file=".env", extra="ignore")

    url: str = Field("http://127.0.0.1:8080", description="Where the service answers its API.")
    api_token: str = Field("", description="Bearer token of the API, the same as the service's.")
    actions_port: int = Field(5055, description="Loopback port of the action server.")
    api_timeout: float = Field(8.0, description="Seconds that one call of the API may take.")


@cache
def settings() -> Settings:
    return Settings()
