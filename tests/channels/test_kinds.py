"""What every kind of door has. Where one still lacks something, it is said which file to mend."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from tests.channels.every_door import PHONES, PROVIDERS, forget_doors
from tests.channels.fake_meta import SHAPES
from tests.channels.test_any_shape import READ

from kapea.channels import doors
from kapea.channels.doors import KINDS, DoorKind, pack_setting
from kapea.core.doors.limits import MESSAGE_DOORS

ROOT = Path(__file__).parents[2]
each_kind = pytest.mark.parametrize("name", KINDS)


def part(page: str, head: str) -> str:
    """What a page of the docs says under a heading."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = re.search(rf"^## {head}$(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert found is not None, f"docs/{page} has no part “{head}”"
    return found[1]


def settings_asked(name: str) -> list[str]:
    return [*KINDS[name].needed, pack_setting(name)]


@each_kind
def test_every_setting_it_asks_for_can_be_set(name):
    missing = [each for each in settings_asked(name) if not hasattr(settings, each)]
    assert not missing, f"src/kapea/config/settings.py lacks {missing}, for {name}"


@each_kind
def test_its_settings_are_explained(name):
    said = part("operate.md", "Settings")
    missing = [each for each in settings_asked(name) if f"| `{each}` |" not in said]
    assert not missing, f"docs/operate.md, Settings: no row for {missing}"
    assert f"(doors/{name}.md)" in said, f"docs/operate.md, Settings: no link to doors/{name}.md"


@each_kind
def test_its_operator_has_a_page_and_finds_it(name):
    page = f"doors/{name}.md"
    assert (ROOT / "docs" / page).is_file(), f"docs/{page} is not there"
    assert f"({page})" in part("terminal.md", "kapea doors"), f"docs/terminal.md, kapea doors: no {page}"


@each_kind
def test_what_its_messages_hold_is_known(name):
    """By that its pages are tried, and authors see them."""
    made_by = KINDS[name].made_by
    made = import_string(made_by)
    assert made.name == name, f"{made_by} is called {made.name}: src/kapea/channels/doors.py says {name}"
    found = made.door in MESSAGE_DOORS
    assert found, f"src/kapea/core/doors/limits.py: {made.door.name} is not in DOORS, or has no message form"


@pytest.mark.parametrize("name", [door.name for door in MESSAGE_DOORS])
def test_authors_are_told_that_they_can_see_it(name):
    [row] = re.findall(r"^\| `--door` \|.*$", part("terminal.md", "kapea talk"), re.M)
    assert f"`{name}`" in row, f"docs/terminal.md, kapea talk: `{name}` is missing in the row of --door"


@each_kind
def test_somebody_speaks_by_it_in_every_journey(name):
    phones = [phone for phone in PHONES if phone.door == name]
    assert phones, f"tests/channels/every_door.py: PHONES has no phone for {name}"
    lonely = [phone.__name__ for phone in phones if not issubclass(phone, tuple(PROVIDERS))]
    assert not lonely, f"tests/channels/every_door.py: PROVIDERS has no fake for {lonely}"


@each_kind
def test_what_its_provider_brings_is_recorded_and_read(name):
    """What is no JSON is read in tests/channels/test_text_shapes.py."""
    brought = [path for path in SHAPES.glob(f"{name}/*") if not path.stem.startswith("api-")]
    assert brought, f"tests/channels/shapes/{name}/ holds nothing that its provider brings"
    is_json = any(path.suffix == ".json" for path in brought)
    assert name in READ or not is_json, f"tests/channels/test_any_shape.py: READ has no reader for {name}"


class TestSettingsThatNobodyCanSet:
    """A door that asks for one says so by its name, wherever doors are looked at."""

    @pytest.fixture(autouse=True)
    def _doors_are_made_anew(self):
        forget_doors()
        yield
        forget_doors()

    @pytest.mark.parametrize(
        ("needed", "lacks"), [("KAPEA_PAGER_TOKEN", "KAPEA_PAGER_TOKEN"), ("KAPEA_PACKS", "KAPEA_PAGER_PACK")]
    )
    def test_one_of_those_it_needs_or_that_of_its_pack(self, monkeypatch, needed, lacks):
        made_by = KINDS["telegram"].made_by
        monkeypatch.setattr(doors, "KINDS", {"pager": DoorKind(made_by, (needed,))})
        with pytest.raises(ImproperlyConfigured, match=f"door pager asks for {lacks}: config/settings.py"):
            doors.channels()
