"""What anybody may read about complaining here: how, what to bring, the steps, the times, the options, outside bodies.

Time limits and contact details are filled in from the preset and the organisation in force. So the page, the assistant
and the acknowledgement cannot promise anything else than the clocks keep.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from handoff.i18n import for_reader, left_to_right
from handoff.policy.lookup import Lookup
from handoff.policy.organisation import Organisation
from handoff.policy.presets import Preset
from handoff.policy.reading import Node
from handoff.policy.texts import Text

_CONTACTS = ("email", "phone", "address")


@dataclass(frozen=True)
class EmergencyNumber:
    number: str
    name: Text


@dataclass(frozen=True)
class OutsideBody:
    """``review_by``: the day on which its owner has to look whether this is still true."""

    code: str
    locales: tuple[str, ...]
    name: Text
    what: Text
    when: Text
    owner: str
    review_by: date


@dataclass(frozen=True)
class Way:
    """A way to complain. ``cost``: what it costs whoever complains, in the organisation's currency; always nothing."""

    text: Text
    cost: int


@dataclass(frozen=True)
class Published:
    """The texts as written, with placeholders. ``times`` come with the limits that each of them needs.

    ``promises``: what customers are promised apart from complaints; an issue can be marked as having broken one.
    """

    review_by: date
    owner: str
    ways: tuple[Way, ...]
    what_to_bring: tuple[Text, ...]
    steps: tuple[Text, ...]
    times: tuple[tuple[Text, tuple[str, ...]], ...]
    options: tuple[Text, ...]
    free: Text
    privacy: Text
    automated: Text
    safety: Text
    emergency: Lookup[tuple[EmergencyNumber, ...]]
    outside_bodies: Lookup[OutsideBody]
    promises: Lookup[Text]

    @property
    def how(self) -> tuple[Text, ...]:
        return tuple(way.text for way in self.ways)

    def bodies_in(self, locale: str) -> tuple[OutsideBody, ...]:
        return tuple(body for body in self.outside_bodies.values() if locale in body.locales)

    def times_for(self, preset: Preset, language: str) -> tuple[str, ...]:
        """One sentence per limit that this preset really sets."""
        limits = limits_in_words(preset, language)
        return tuple(text.fill(language, limits) for text, needs in self.times if all(name in limits for name in needs))

    def steps_for(self, preset: Preset, language: str) -> tuple[str, ...]:
        """The steps; one whose limit the preset does not set is left out."""
        limits = limits_in_words(preset, language)
        return tuple(text.fill(language, limits) for text in self.steps if text.placeholders <= limits.keys())

    def how_to(self, organisation: Organisation, language: str) -> tuple[str, ...]:
        contact = organisation.contact
        values = {"email": contact.email, "phone": for_reader(contact.phone, language)}
        if language == "fa":  # both would fall apart inside a line that runs from right to left
            values = {name: left_to_right(value) for name, value in values.items()}
        values["address"] = contact.address.say(language)
        return tuple(text.fill(language, values) for text in self.how)

    def emergency_number(self, locale: str, language: str) -> str:
        return for_reader(self.emergency[locale][0].number, language)

    def safety_message(self, locale: str, language: str) -> str:
        return self.safety.fill(language, {"emergency_number": self.emergency_number(locale, language)})


def limits_in_words(preset: Preset, language: str) -> dict[str, str]:
    """The limits this preset sets, as a person reads them: {"target_final": "10 working days", …}."""
    limits = ((name, preset.duration(name)) for name in Preset.DURATIONS)
    return {name: limit.in_words(language) for name, limit in limits if limit is not None}


def read_published(node: Node, roles: Collection[str]) -> Published:
    found = node.fields(
        "version review_by owner how what_to_bring steps times options free privacy automated safety emergency "
        "outside_bodies",
        "promises",
    )
    emergency = Lookup((locale, _numbers(entry)) for locale, entry in found["emergency"].entries())
    return Published(
        review_by=found["review_by"].day(),
        owner=found["owner"].choice(roles),
        ways=tuple(_way(entry) for entry in found["how"].items()),
        what_to_bring=_texts(found["what_to_bring"], ()),
        steps=_texts(found["steps"], Preset.DURATIONS),
        times=tuple(_time(entry) for entry in found["times"].items()),
        options=_texts(found["options"], ()),
        free=found["free"].text(),
        privacy=found["privacy"].text(),
        automated=found["automated"].text(),
        safety=known(found["safety"], found["safety"].text(), ("emergency_number",)),
        emergency=emergency,
        outside_bodies=Lookup((c, _body(c, e, emergency, roles)) for c, e in found["outside_bodies"].entries()),
        promises=Lookup((code, entry.text()) for code, entry in found["promises"].entries())
        if "promises" in found
        else Lookup(),
    )


def known(node: Node, text: Text, names: Collection[str]) -> Text:
    """The text, once every placeholder in it has somebody to fill it."""
    for name in sorted(text.placeholders):
        if name not in names:
            raise node.broken(f"nobody fills in {{{name}}} here (known: {', '.join(names)})")
    return text


def _texts(node: Node, names: Collection[str]) -> tuple[Text, ...]:
    return tuple(known(entry, entry.text(), names) for entry in node.items())


def _way(node: Node) -> Way:
    found = node.fields("cost en fa")
    cost = found["cost"].whole(0, 10**9)
    if cost:
        raise found["cost"].broken(
            "must not cost whoever complains anything: offer a free way instead, or leave it out"
        )
    return Way(known(node, node.text_of(found["en"], found["fa"]), _CONTACTS), cost)


def _time(node: Node) -> tuple[Text, tuple[str, ...]]:
    found = node.fields("en fa needs")
    needs = found["needs"].choices(Preset.DURATIONS)
    return known(node, node.text_of(found["en"], found["fa"]), needs), needs


def _numbers(node: Node) -> tuple[EmergencyNumber, ...]:
    numbers = []
    for entry in node.items():
        found = entry.fields("number en fa")
        numbers.append(EmergencyNumber(found["number"].string(), entry.text_of(found["en"], found["fa"])))
    if not numbers:
        raise node.broken("needs at least one number")
    return tuple(numbers)


def _body(code: str, node: Node, locales: Collection[str], roles: Collection[str]) -> OutsideBody:
    found = node.fields("locales name what when owner review_by")
    return OutsideBody(
        code=code,
        locales=found["locales"].choices(locales),
        name=found["name"].text(),
        what=found["what"].text(),
        when=found["when"].text(),
        owner=found["owner"].choice(roles),
        review_by=found["review_by"].day(),
    )
