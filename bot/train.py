"""Trains the assistant unless a model for exactly these sources exists: `python bot/train.py` (any Python; Rasa's own is found).

Options: --force trains anyway; --print-key only prints the key. The model is bot/models/pasokh-<key>.tar.gz.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bot.linting import complaints, read_sentences, summary  # any Python starts this by its path

ROOT = Path(__file__).resolve().parent.parent
MODELS = ROOT / "bot" / "models"
SOURCES = (
    "data",
    "bot/config.yml",
    "bot/domain",
    "bot/components",
    "bot/importing.py",
    "actions/parsing",
    "bot/requirements.lock",
)


def main() -> int:
    key = sources_key()
    if "--print-key" in sys.argv:
        print(key)
        return 0
    model = MODELS / f"pasokh-{key}.tar.gz"
    if model.exists() and "--force" not in sys.argv:
        _keep_only(model)
        print(f"The model {model.relative_to(ROOT)} is up to date.")
        return 0
    sentences = read_sentences(ROOT / "data")
    print(summary(sentences))
    if wrong := complaints(sentences):
        print("\n".join(["The training data contradicts itself:", *wrong]))
        return 1
    return _train(model)


def sources_key() -> str:
    """Changes when anything changes that training reads. Rasa's own cache does not notice changed component code."""
    digest = hashlib.sha256()
    for source in SOURCES:
        path = ROOT / source
        files = (
            [path]
            if path.is_file()
            else sorted(file for file in path.rglob("*") if file.suffix in {".yml", ".py", ".txt", ".npz"})
        )
        for file in files:
            digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _keep_only(model: Path) -> None:
    """Rasa takes the newest of a folder, whatever the code it belongs to."""
    for other in MODELS.glob("pasokh-*.tar.gz"):
        if other != model:
            other.unlink()


def _train(model: Path) -> int:
    MODELS.mkdir(parents=True, exist_ok=True)
    log = MODELS / "train.log"
    python = ROOT / "bot" / ".venv" / "bin" / "python"
    command = [
        str(python), "-m", "rasa", "train", "--force", "--skip-validation",
        "--config", "bot/config.yml", "--domain", "bot/domain", "--data", "data",
        "--out", "bot/models", "--fixed-model-name", model.name.removesuffix(".tar.gz"),
    ]  # fmt: skip
    quiet = {
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONPATH": str(ROOT),
    }
    started = time.monotonic()
    with log.open("w") as output:
        outcome = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **quiet}, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if outcome.returncode or not model.exists():
        print(log.read_text()[-4000:])
        print(f"Training failed; the whole output is in {log.relative_to(ROOT)}.")
        return 1
    _keep_only(model)
    print(
        f"Trained {model.relative_to(ROOT)} in {time.monotonic() - started:.0f} s, {model.stat().st_size / 1024:.0f} kB."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
