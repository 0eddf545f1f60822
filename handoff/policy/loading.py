"""Puts the policy together: the packaged files, or those of a site's own folder in their place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from handoff.policy.broken import PolicyBroken
from handoff.policy.calendars import Calendar, read_calendars
from handoff.policy.canned import CannedReply, read_canned_replies
from handoff.policy.causes import Cause, read_causes
from handoff.policy.clauses import Clauses, read_clauses
from handoff.policy.guards import read_guards
from handoff.policy.improvement import Improvement, read_improvement
from handoff.policy.investigation import Investigation, read_investigation
from handoff.policy.judgement import Judgement, read_judgement
from handoff.policy.lifecycle import Lifecycle
from handoff.policy.locating import line_of
from handoff.policy.lookup import Lookup
from handoff.policy.measures import Measures, read_measures
from handoff.policy.organisation import Organisation, read_organisation
from handoff.policy.permissions import Permissions
from handoff.policy.plain_yaml import parse
from handoff.policy.presets import Preset, read_presets
from handoff.policy.prompts import Prompts
from handoff.policy.published import Published, read_published
from handoff.policy.reading import Node
from handoff.policy.reading_lifecycle import read_lifecycle
from handoff.policy.reading_permissions import read_permissions
from handoff.policy.reading_prompts import read_prompts
from handoff.policy.remedies import Remedies, read_remedies
from handoff.policy.retention import Retention, read_retention
from handoff.policy.survey import Survey, read_survey
from handoff.policy.targets import ServiceTargets, read_targets
from handoff.policy.taxonomy import Taxonomy, read_taxonomy
from handoff.policy.texts import Text
from handoff.staff.roles import ROLES

PACKAGED = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Policy:
    """What the organisation promises, as data; checked, immutable, and comparable by value.

    ``fingerprint`` identifies the exact content: a case keeps the one it was opened under as its config_version.
    ``versions`` are the version numbers the files carry for people. ``lifecycle_source`` is the life cycle's table as JSON:
    with it a running case can go on under the one it began with.
    """

    lifecycle: Lifecycle
    guards: Lookup[Text]
    presets: Lookup[Preset]
    calendars: Lookup[Calendar]
    taxonomy: Taxonomy
    remedies: Remedies
    causes: Lookup[Cause]
    improvement: Improvement
    measures: Measures
    clauses: Clauses
    judgement: Judgement
    investigation: Investigation
    targets: ServiceTargets
    prompts: Prompts
    survey: Survey
    published: Published
    permissions: Permissions
    retention: Retention
    organisation: Organisation
    canned_replies: Lookup[CannedReply]
    versions: Lookup[int]
    fingerprint: str
    lifecycle_source: str

    @cached_property
    def lifecycle_fingerprint(self) -> str:
        """Identifies the exact road of a complaint, whatever else of the policy changes."""
        return _fingerprint(json.loads(self.lifecycle_source))

    @cached_property
    def preset(self) -> Preset:
        """The preset in force."""
        return self.presets[self.organisation.preset]

    @property
    def calendar(self) -> Calendar:
        """The calendar in force."""
        return self.calendars[self.organisation.calendar]

    def presets_for(self, topics: tuple[str, ...] = (), on: date | None = None) -> tuple[Preset, ...]:
        """The preset in force, and every further regime that binds a case about these topics; with ``on``, only those
        that are in force on that day. A limit that is None is not set by that regime."""
        by_topic = self.organisation.topic_regimes
        places = [place for topic in topics for place in (topic, topic.partition(".")[0]) if place in by_topic]
        bound = dict.fromkeys([*self.organisation.regimes, *(by_topic[place] for place in places)])
        regimes = (self.presets[code] for code in bound)
        return (self.preset, *(regime for regime in regimes if on is None or regime.is_in_force(on)))

    def missing(self, transition: str, held: frozenset[str], language: str) -> tuple[str, ...]:
        """What still stands in the way of this transition, in words, when these guards hold."""
        need = self.lifecycle.transitions[transition].need
        return tuple(self.guards[name].say(language) for name in need if name not in held)


def load_policy(folder: Path | None = None) -> Policy:
    """The packaged policy, with each file that ``folder`` holds used in place of the packaged one.

    PolicyBroken names the file, the line, the place in it and what is wrong.
    """
    sources = _sources(folder)
    try:
        return _put_together(tuple(sources.items()))
    except PolicyBroken as broken:
        raise broken.on_line(line_of(sources.get(broken.file, ""), broken.path)) from broken.__cause__


@lru_cache(maxsize=8)
def lifecycle_from(source: str) -> Lifecycle:
    """The life cycle of an earlier policy, from its ``lifecycle_source``."""
    return read_lifecycle(Node("lifecycle.yaml", "", json.loads(source)))


@lru_cache(maxsize=8)  # the result is immutable, and the files are the same again in most processes and tests
def _put_together(sources: tuple[tuple[str, str], ...]) -> Policy:
    contents = {name: parse(name, source) for name, source in sources}
    files = {name.removesuffix(".yaml"): Node(name, "", content) for name, content in contents.items()}
    lifecycle = read_lifecycle(files["lifecycle"])
    presets = read_presets(files["presets"])
    calendars = read_calendars(files["calendars"])
    taxonomy = read_taxonomy(files["taxonomy"])
    causes = read_causes(files["causes"])
    published = read_published(files["published"], list(lifecycle.roles))
    policy = Policy(
        lifecycle=lifecycle,
        guards=read_guards(files["guards"], lifecycle),
        presets=presets,
        calendars=calendars,
        taxonomy=taxonomy,
        remedies=read_remedies(files["remedies"], lifecycle.roles),
        causes=causes,
        improvement=read_improvement(files["improvement"], causes),
        clauses=read_clauses(files["clauses"]),
        measures=read_measures(files["measures"], lifecycle.roles),
        judgement=read_judgement(files["severity"]),
        investigation=read_investigation(files["investigation"]),
        targets=read_targets(files["service_targets"]),
        prompts=read_prompts(files["prompts"], lifecycle),
        survey=read_survey(files["survey"]),
        published=published,
        permissions=read_permissions(files["permissions"], ROLES),
        retention=read_retention(files["retention"], list(lifecycle.states), [*taxonomy.categories, *taxonomy.topics]),
        organisation=read_organisation(
            files["organisation"], taxonomy, list(presets), list(calendars), list(published.emergency)
        ),
        canned_replies=read_canned_replies(files["canned_replies"]),
        versions=Lookup((name, _version(node)) for name, node in files.items()),
        fingerprint=_fingerprint(contents),
        lifecycle_source=json.dumps(contents["lifecycle.yaml"], ensure_ascii=False),
    )
    _fits_together(files["organisation"], policy)
    return policy


def _sources(folder: Path | None) -> dict[str, str]:
    sources = {path.name: path.read_text("utf-8") for path in sorted(PACKAGED.glob("*.yaml"))}
    if folder is not None:
        if not folder.is_dir():
            raise PolicyBroken(str(folder), "", "is not a folder")
        for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
            if path.name not in sources:
                raise PolicyBroken(path.name, "", f"is not a policy file (those are: {', '.join(sources)})")
            sources[path.name] = path.read_text("utf-8")
    return sources


def _version(node: Node) -> int:
    return node.fields("version", " ".join(key for key, _ in node.entries()))["version"].whole(1, 10**6)


def _fingerprint(contents: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical content: comments, order of keys and spacing do not count."""
    return sha256(json.dumps(contents, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _fits_together(node: Node, policy: Policy) -> None:
    organisation = policy.organisation
    if not policy.published.bodies_in(organisation.locale):
        raise node.broken(f"published.yaml names no outside body in {organisation.locale}, and every decision has to")
    for limit in policy.remedies.limits:
        if limit.amounts is not None and organisation.currency not in limit.amounts:
            raise node.broken(f"remedies.yaml sets no limit in {organisation.currency} for the role {limit.role}")
    needed = {limit.preset_field for timer in policy.lifecycle.timers.values() for limit in timer.limits}
    for field in sorted(needed - {None}, key=str):
        if policy.preset.duration(str(field)) is None:
            raise node.broken(
                f"the preset {policy.preset.code} sets no “{field}”, which a timer of the life cycle needs"
            )
