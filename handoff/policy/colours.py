"""An organisation's own accent colour, with the shades that follow from it, and whether everybody can read them.

The grounds are those of the pages (`static/tokens.css`; a test compares them). WCAG 2.2 asks 4.5:1 between words and ground.
"""

from __future__ import annotations

from dataclasses import dataclass

ENOUGH = 4.5
WHITE, BLACK = "#ffffff", "#000000"
# What words in the accent colour stand on, and what is written on the accent's soft shade.
LIGHT = {"paper": "#faf9f6", "surface": "#ffffff", "sunken": "#f1efe9", "ink": "#1d2428"}
DARK = {"paper": "#15191b", "surface": "#1d2326", "sunken": "#101416", "ink": "#e9e8e4"}


@dataclass(frozen=True)
class Shades:
    """``strong``: under the pointer. ``soft``: a ground. ``on``: words on the accent itself."""

    accent: str
    strong: str
    soft: str
    on: str


def shades_of(accent: str, *, dark: bool) -> Shades:
    grounds = DARK if dark else LIGHT
    return Shades(
        accent=accent,
        strong=mixed(accent, WHITE if dark else BLACK, 0.28),
        soft=mixed(accent, grounds["surface"], 0.84 if dark else 0.88),
        on=max((WHITE, mixed(accent, BLACK, 0.8)), key=lambda words: contrast(words, accent)),
    )


def unreadable(accent: str, *, dark: bool) -> str | None:
    """What cannot be read with this accent, in words, or None."""
    grounds, shades = (DARK if dark else LIGHT), shades_of(accent, dark=dark)
    pairs = {
        f"the accent on {name} ({grounds[name]})": (accent, grounds[name]) for name in ("paper", "surface", "sunken")
    }
    pairs["words on the accent"] = (shades.on, accent)
    pairs["words on the accent under the pointer"] = (shades.on, shades.strong)
    pairs["the accent on its soft shade"] = (accent, shades.soft)
    pairs["ink on the soft shade"] = (grounds["ink"], shades.soft)
    pair, found = min(((pair, contrast(*colours)) for pair, colours in pairs.items()), key=lambda found: found[1])
    if found >= ENOUGH:
        return None
    return f"{pair} has a contrast of {found:.1f}:1, and {ENOUGH}:1 is needed"


def contrast(one: str, other: str) -> float:
    """WCAG's ratio, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` of `other` in it."""
    parts = (round(a * (1 - share) + b * share) for a, b in zip(_parts(colour), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
