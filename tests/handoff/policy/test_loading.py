"""Loading: a site's own files win, mistakes are named, the result is immutable and known by its content."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from handoff.policy import PACKAGED, Policy, PolicyBroken, load_policy

Change = Callable[[str, str, str], Path]


def test_a_file_in_the_sites_folder_takes_the_place_of_the_packaged_one(policy: Policy, changed: Change) -> None:
    own = load_policy(changed("organisation.yaml", "name: {en: Baran Home", "name: {en: Corner Shop"))
    assert own.organisation.name.en == "Corner Shop"
    assert own.presets == policy.presets


def test_an_empty_folder_changes_nothing(policy: Policy, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Our own policy files go here.")
    assert load_policy(tmp_path) == policy


def test_the_fingerprint_follows_the_content_and_not_its_looks(policy: Policy, changed: Change) -> None:
    looks = load_policy(changed("severity.yaml", "urgency:\n  - {level: 1,", "# a remark\nurgency:\n  - {  level: 1,"))
    assert looks.fingerprint == policy.fingerprint
    content = load_policy(changed("severity.yaml", "P2: 16", "P2: 17"))
    assert content.fingerprint != policy.fingerprint
    assert len(policy.fingerprint) == 64


def test_the_policy_can_be_shared_because_nobody_can_change_it(policy: Policy) -> None:
    assert hash(policy) == hash(load_policy())
    with pytest.raises(dataclasses.FrozenInstanceError):
        policy.organisation.locale = "GB"  # type: ignore[misc]
    with pytest.raises(TypeError):
        policy.presets["x"] = policy.preset  # type: ignore[index]


def test_a_regime_for_a_topic_binds_beside_our_own_promise(policy: Policy, changed: Change) -> None:
    own = load_policy(
        changed("organisation.yaml", "topic_regimes: {}", "topic_regimes: {C10: uk_data_protection, C10.1: ir_enamad}")
    )
    assert [preset.code for preset in own.presets_for(("C10.1", "C02.2"))] == [
        "retail_default",
        "ir_enamad",
        "uk_data_protection",
    ]
    before_it_was_law = own.presets["uk_data_protection"].in_force.replace(year=2025)
    assert [preset.code for preset in own.presets_for(("C10.2",), on=before_it_was_law)] == ["retail_default"]
    assert policy.presets_for(("C10.1",)) == (policy.preset,)


def test_what_is_missing_for_a_move_is_said_in_words(policy: Policy) -> None:
    held = frozenset(policy.lifecycle.transitions["T17"].need) - {"reasons"}
    assert policy.missing("T17", held, "en") == ("The reasons are missing.",)
    assert policy.missing("T17", held, "fa") == ("دلایل نوشته نشده است.",)
    assert policy.missing("T17", held | {"reasons"}, "en") == ()


BROKEN = [
    ("severity.yaml", "weights:", "weight:", "", "“weights” is missing"),
    ("severity.yaml", "version: 1\n", "version: 1\nremark: hello\n", "remark", "unknown key"),
    ("severity.yaml", "weights: {severity: 3,", "weights: {severity: 3, severity: 4,", "line", "stands here twice"),
    ("severity.yaml", "P1: 19", "P1: 15", "lowest_scores", "must fall"),
    ("severity.yaml", "{en: Urgent, fa: فوری}", "{en: Urgent}", "priorities.P1", "“fa” is missing"),
    ("causes.yaml", "allowed_for: 30cd", "allowed_for: 30 days", "causes.K99.allowed_for", "not a duration"),
    ("causes.yaml", "needs_partner: [K13]", "needs_partner: [K31]", "causes.K16.needs_partner[0]", "not one of"),
    ("organisation.yaml", "preset: retail_default", "preset: retail", "preset", "“retail” is not one of"),
    ("organisation.yaml", "preset: retail_default", "preset: ir_cbi_bank", "", "sets no “acceptance_window”"),
    ("organisation.yaml", "locale: IR", "locale: US", "", "names no outside body in US"),
    ("organisation.yaml", "currency: IRT", "currency: CHF", "", "no limit in CHF for the role agent"),
    ("organisation.yaml", "calendar: iran_thu_fri", "calendar: mars", "calendar", "not one of"),
    ("organisation.yaml", "  C09: safety", "  C97: safety", "skills_by_topic.C97", "not a topic"),
    ("organisation.yaml", "  C09: safety", "  C09: flying", "skills_by_topic.C09", "not one of"),
    ("organisation.yaml", "four_eyes: true", "four_eyes: yes", "profile.four_eyes", "true or false"),
    ("organisation.yaml", '"#0f5e66"', '"petrol"', "brand.accent", "a colour"),
    ("organisation.yaml", 'until: "08:00"', 'until: "8"', "quiet_hours.until", "a time"),
    (
        "calendars.yaml",
        "time_zone: Europe/London",
        "time_zone: Europe/Londn",
        "calendars.default_en.time_zone",
        "time zone",
    ),
    ("calendars.yaml", "subdivision: ENG", "subdivision: XX", "calendars.default_en.holidays", "no public holidays"),
    ("calendars.yaml", "weekend: [thu, fri]", "weekend: [fri]", "calendars.iran_thu_fri.blocks", "“thu” is missing"),
    ("calendars.yaml", 'thu: ["08:30-13:00"]', 'thu: ["13:00-08:30"]', "calendars.iran_fri.blocks.thu[0]", "forwards"),
    ("taxonomy.yaml", "code: C09.6,", "code: C9.6,", "categories[8].sub[5].code", "must begin with C09."),
    ("taxonomy.yaml", "code: C02.2,", "code: C02.1,", "categories", "used twice"),
    ("taxonomy.yaml", "to_be_classified: C99.9", "to_be_classified: C99.8", "to_be_classified", "not one of"),
    ("remedies.yaml", "R99: {en: Something else", "R98: {en: Something else", "limits[1].remedies[22]", "“R99” is not"),
    ("remedies.yaml", "  - role: management_rep\n", "", "limits", "the last role"),
    ("survey.yaml", "items: [Q1, Q3]", "items: [Q1, Q9]", "low_score.items[1]", "not one of"),
    ("survey.yaml", "invite_after: 3cd", "invite_after: 3d", "timing.invite_after", "not a duration"),
    (
        "published.yaml",
        'en: "By e-mail to {email}."',
        'en: "By e-mail to {mail}."',
        "how[2]",
        "placeholders differ",
    ),
    ("published.yaml", "acknowledge it within {ack}", "acknowledge it within ack", "steps[0]", "placeholders differ"),
    ("published.yaml", "needs: [ack]", "needs: [update_every]", "times[0]", "nobody fills in {ack}"),
    ("service_targets.yaml", "containment: 4h", "containment: soon", "safety.containment", "not a duration"),
    ("presets.yaml", "hard_final: 144h", "hard_finally: 144h", "presets.ir_enamad.hard_finally", "unknown key"),
    ("presets.yaml", 'in_force: "2026-06-19"', "in_force: 19/06/2026", "presets.uk_data_protection.in_force", "a date"),
    ("guards.yaml", "  idle_72h:", "  idle_73h:", "", "no text for the guard “idle_72h”"),
    (
        "canned_replies.yaml",
        'en: "Hello, I am {agent}. I',
        'en: "Hello, I am {agent. I',
        "replies.hello.body",
        "does not close",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "path", "what"), BROKEN, ids=[f"{b[0]} {b[4]}" for b in BROKEN])
def test_a_mistake_is_named_with_file_and_place(
    changed: Change, file: str, old: str, new: str, path: str, what: str
) -> None:
    folder = changed(file, old, new)
    with pytest.raises(PolicyBroken) as broken:
        load_policy(folder)
    assert broken.value.file == file
    assert broken.value.path.startswith(path)
    assert what in broken.value.what
    assert str(broken.value).startswith(f"{file}: ")
    if broken.value.line is not None:  # the line itself, or that of the table around what is missing
        lines = (folder / file).read_text("utf-8").splitlines()
        last = re.split(r"[.\[]", broken.value.path.rstrip("]"))[-1]
        assert last.isdigit() or last in lines[broken.value.line - 1]
    assert broken.value.line is not None or not path or path == "line"


@pytest.mark.parametrize("name", ["organization.yaml", "presets.yml"])
def test_a_file_name_that_is_not_known_is_a_mistake_too(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("version: 1\n")
    with pytest.raises(PolicyBroken, match="is not a policy file"):
        load_policy(tmp_path)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(PolicyBroken, match="is not a folder"):
        load_policy(tmp_path / "nowhere")


def test_what_is_no_yaml_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "causes.yaml").write_text("version: 1\ncauses: {K01: [\n")
    with pytest.raises(PolicyBroken, match=r"causes.yaml: line 3"):
        load_policy(tmp_path)


def test_opening_hours_and_dates_stay_what_was_written(changed: Change) -> None:
    # Plain YAML 1.1 would make 1020 of 17:00 and a boolean of a bare "no".
    folder = changed(
        "calendars.yaml",
        "    closed: []\n    open: []\n\n  iran_thu_fri",
        "    closed:\n      - {date: 2026-12-24, en: no, fa: نه}\n    open: []\n\n  iran_thu_fri",
    )
    special = load_policy(folder).calendars["default_en"].closed[0]
    assert str(special.day) == "2026-12-24"
    assert special.name.en == "no"


def test_the_packaged_files_are_where_the_installed_package_looks_for_them() -> None:
    assert {"lifecycle.yaml", "prompts.yaml"} <= set(os.listdir(PACKAGED))
