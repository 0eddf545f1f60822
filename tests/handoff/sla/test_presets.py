"""The vectors of the domain report: real regimes on real calendars, with the holidays of package version 0.109."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from persiantools.jdatetime import JalaliDate

from handoff.policy import Duration
from handoff.sla.business_hours import WorkCalendar
from tests.handoff.sla.calendars import LONDON, POLICY, TEHRAN_FRI, TEHRAN_THU_FRI, local, on_the_wall


def test_the_holiday_data_is_the_one_the_vectors_were_computed_with() -> None:
    assert version("holidays") == "0.109", "other holiday data: compute the Iranian vectors below again"


@pytest.mark.parametrize(
    ("preset", "limit", "calendar", "received", "due"),
    [
        ("uk_fca_disp", "early_window", LONDON, "2026-03-06 10:00", "2026-03-11"),
        ("uk_fca_disp", "hard_final", LONDON, "2026-03-06 10:00", "2026-05-01"),
        ("uk_fca_psd_emd", "hard_final", LONDON, "2026-03-06 10:00", "2026-03-27"),
        ("uk_fca_psd_emd", "extension_to", LONDON, "2026-03-06 10:00", "2026-04-28"),
        ("uk_housing_ombudsman", "ack", LONDON, "2026-04-01 10:00", "2026-04-10"),
        ("uk_housing_ombudsman", "hard_final", LONDON, "2026-04-08 10:00", "2026-04-22"),
        ("us_cfpb_portal", "target_final", LONDON, "2026-07-01 10:00", "2026-07-16"),
        ("us_cfpb_portal", "hard_final", LONDON, "2026-07-01 10:00", "2026-08-30"),
        ("au_asic_rg271", "hard_final", LONDON, "2026-05-02 10:00", "2026-06-01"),
        ("ir_cbi_bank", "hard_final", TEHRAN_FRI, "2026-04-11 10:00", "2026-05-17"),
        ("ir_cbi_bank", "hard_final", TEHRAN_THU_FRI, "2026-04-11 10:00", "2026-05-24"),
    ],
)
def test_a_regime_ends_on_the_published_day(
    preset: str, limit: str, calendar: WorkCalendar, received: str, due: str
) -> None:
    duration = POLICY.presets[preset].duration(limit)
    assert duration is not None
    assert on_the_wall(calendar, calendar.due(local(calendar, received), duration)) == f"{due} 23:59:59"


def test_the_extension_of_the_housing_stage_runs_on_from_its_end() -> None:
    preset = POLICY.presets["uk_housing_ombudsman"]
    first = LONDON.due(local(LONDON, "2026-04-08 10:00"), preset.hard_final)
    assert on_the_wall(LONDON, LONDON.due(first, preset.extension)) == "2026-05-07 23:59:59"


def test_the_iranian_days_are_the_jalali_days_of_the_report() -> None:
    received = local(TEHRAN_FRI, "2026-04-11 10:00")
    assert JalaliDate(received.date()) == JalaliDate(1405, 1, 22)
    thirty = Duration.parse("30wd")
    assert JalaliDate(TEHRAN_FRI.days.local_day(TEHRAN_FRI.due(received, thirty))) == JalaliDate(1405, 2, 27)
    assert JalaliDate(TEHRAN_THU_FRI.days.local_day(TEHRAN_THU_FRI.due(received, thirty))) == JalaliDate(1405, 3, 3)


def test_the_rounds_of_the_trust_mark_run_day_and_night() -> None:
    preset, at, rounds = POLICY.presets["ir_enamad"], local(TEHRAN_FRI, "2026-04-11 10:00"), []
    for limit in ("round1", "round2", "round3"):
        at = TEHRAN_FRI.due(at, preset.duration(limit))
        rounds.append(on_the_wall(TEHRAN_FRI, at))
    assert rounds == ["2026-04-14 10:00:00", "2026-04-16 10:00:00", "2026-04-17 10:00:00"]


@pytest.mark.parametrize("code", list(POLICY.presets))
@pytest.mark.parametrize("calendar", [LONDON, TEHRAN_FRI, TEHRAN_THU_FRI], ids=lambda calendar: calendar.calendar.code)
def test_every_limit_of_every_preset_can_be_counted(code: str, calendar: WorkCalendar) -> None:
    received = local(calendar, "2026-11-24 09:00")
    preset = POLICY.presets[code]
    for name in type(preset).DURATIONS:
        limit = preset.duration(name)
        assert limit is None or calendar.due(received, limit, preset.roll) > received, name


def test_what_the_demo_shop_promises_on_a_tuesday_in_november() -> None:
    calendar, target = TEHRAN_THU_FRI, POLICY.targets.by_priority["P3"]
    received = local(calendar, "2026-11-24 09:00")
    assert on_the_wall(calendar, calendar.due(received, target.first_contact)) == "2026-11-25 23:59:59"
    assert on_the_wall(calendar, calendar.due(received, target.update_every)) == "2026-12-01 23:59:59"
    assert on_the_wall(calendar, calendar.due(received, target.target_final)) == "2026-12-08 23:59:59"
