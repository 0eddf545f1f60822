"""The pages that are made from the code say what the code says."""

from __future__ import annotations

from handoff.settings import Settings
from tests.support.house_rules import text_of
from tools import documenting
from tools.pages import events, settings


def test_no_page_lags_behind_the_code() -> None:
    assert documenting.stale() == [], "python -m tools.documenting writes them anew"


def test_a_page_that_was_edited_by_hand_is_noticed_and_mended(tmp_path) -> None:
    assert documenting.write(tmp_path) == list(documenting.PAGES)
    assert documenting.stale(tmp_path) == []
    page = tmp_path / "settings.md"
    page.write_text(page.read_text().replace("8080", "8081", 1))
    assert documenting.stale(tmp_path) == ["settings.md"]
    assert documenting.write(tmp_path) == ["settings.md"]
    assert documenting.stale(tmp_path) == []


def test_every_setting_is_explained() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
    assert settings.variable(Settings, "database_url") == "DATABASE_URL"
    assert settings.variable(Settings, "port") == "PASOKH_PORT"


def test_every_event_has_a_name_of_its_own_and_says_what_happened() -> None:
    found = [event for module in events.modules() for event in events.events_of(module)]
    names = [event.name for event in found]
    assert "case.opened" in names
    assert sorted(names) == sorted(set(names))
    assert [event.name for event in found if not event.__doc__ or event.__doc__.startswith(event.__name__)] == []


def test_the_settings_that_the_example_file_names_exist() -> None:
    page = text_of("docs/settings.md")
    named = [
        line.strip("#").partition("=")[0] for line in text_of(".env.example").splitlines() if line.startswith("#P")
    ]
    assert "PASOKH_PORT" in named
    assert [name for name in named if f"`{name}`" not in page] == []
