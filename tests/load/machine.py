"""On what it was measured: the machine, and the versions of what ran on it."""

from __future__ import annotations

import asyncio
import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import asyncpg
import psutil
from redis import Redis

from tools.places import ROOT


def machine() -> dict[str, str]:
    """Cores, memory and processor, and how busy it was before the run."""
    return {
        "cores": str(os.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GB",
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release()}",
        "busy before the run": f"{os.getloadavg()[0]:.1f} (load average over one minute)",
    }


def versions(postgres: str | None, redis: str | None) -> dict[str, str]:
    """What ran. `postgres` and `redis` are the servers' URLs; None when they are not there."""
    return {
        "Python": platform.python_version(),
        "aiohttp": version("aiohttp"),
        "SQLAlchemy": version("sqlalchemy"),
        "SQLite": f"{sqlite3.sqlite_version}, WAL, synchronous=full",
        "PostgreSQL": asyncio.run(_postgres(postgres)) if postgres else "not here",
        "Redis": _redis(redis) if redis else "not here",
        "Rasa": _of_the_bot("rasa"),
        "rasa-sdk": version("rasa-sdk"),
    }


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _of_the_bot(package: str) -> str:
    """From the folder that the installer leaves: the bot's environment is another Python."""
    found = sorted((ROOT / "bot" / ".venv").glob(f"lib/python3*/site-packages/{package}-*.dist-info"))
    return found[0].name.removeprefix(f"{package}-").removesuffix(".dist-info") if found else "not here"


async def _postgres(url: str) -> str:
    """With the setting that decides what a commit costs."""
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg:", "postgresql:"))
    try:
        number = await connection.fetchval("show server_version")
        fsync = await connection.fetchval("show fsync")
        commit = await connection.fetchval("show synchronous_commit")
    finally:
        await connection.close()
    return f"{number.split()[0]}, fsync={fsync}, synchronous_commit={commit}"


def _redis(url: str) -> str:
    with Redis.from_url(url) as redis:
        return str(redis.info("server")["redis_version"])
