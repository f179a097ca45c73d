"""Every setting of every app on one page, to find by a tap and to follow beside a child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kapea.content.world_cache import cached_per_world
from kapea.core.dialogue.look import look
from kapea.core.dialogue.state import Place, State
from kapea.core.dialogue.turn import advance
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Choice
from kapea.web.public.address import home_path
from kapea.web.public.pages import StepPage, step_page

JOURNEY = "settings"
APPS, UNSURE = f"{JOURNEY}.apps", f"{JOURNEY}.unsure"
MOST_STEPS = 30
"""Screens of one setting; the longest has half as many."""


@dataclass(frozen=True, slots=True)
class SettingSteps:
    """One setting: what it is for, and its screens in their order. None: nobody knows where it is."""

    goal: str
    steps: tuple[StepPage, ...]


@dataclass(frozen=True, slots=True)
class AppSettings:
    """An app with its settings; `anchor` is its place on the page."""

    anchor: str
    name: str
    settings: tuple[SettingSteps, ...]


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """All of it. `unsure` is said where nobody could confirm where a setting is."""

    heading: str
    lead: tuple[str, ...]
    apps: tuple[AppSettings, ...]
    unsure: tuple[str, ...]
    back: str


def settings_page(world: World, language: str, *, at: datetime) -> SettingsPage | None:
    """The page of every setting; None where a pack has none."""
    if JOURNEY not in world.release.journeys:
        return None
    text = world.release.text
    return SettingsPage(
        heading=text("word.page-all-settings", language),
        lead=tuple(text(f"{JOURNEY}.{name}", language) for name in ("together", "otherwise")),
        apps=_apps(world, language, at.replace(hour=0, minute=0, second=0, microsecond=0)),
        unsure=tuple(text(f"{JOURNEY}.{name}", language) for name in ("unsure", "otherwise-ask")),
        back=f"{home_path(world, language)}phone",
    )


@cached_per_world()
def _apps(world: World, language: str, day: datetime) -> tuple[AppSettings, ...]:
    nodes = world.release.nodes
    start = next(n for n, node in enumerate(nodes) if node.id == APPS)
    apps = (start, world.entering(JOURNEY, world.fresh))
    return tuple(
        AppSettings(f"s{n}", _name(world, choice, language), _settings(world, language, apps, choice, day))
        for n, choice in enumerate((each for each in nodes[start].choices if not each.minor), 1)
    )


def _settings(
    world: World, language: str, apps: Place, app: Choice, day: datetime
) -> tuple[SettingSteps, ...]:
    place = advance(world, apps, app)[0]
    goals = world.release.nodes[place[0]].choices
    return tuple(
        SettingSteps(
            _name(world, goal, language), _steps(world, language, advance(world, place, goal)[0], day)
        )
        for goal in goals
    )


def _steps(world: World, language: str, place: Place, day: datetime) -> tuple[StepPage, ...]:
    """The screens of a setting by its first answer each, until it leads away; none where nobody knows."""
    nodes, out = world.release.nodes, list[StepPage]()
    menu = nodes[place[0]].id
    while len(out) < MOST_STEPS and nodes[place[0]].id.startswith(menu) and menu != UNSURE:
        state = State(release=world.release.short_hash, language=language, path=(place,))
        out.append(step_page(world, look(world, state, at=day), 1))
        place = advance(world, place, nodes[place[0]].choices[0])[0]
    return tuple(out)


def _name(world: World, choice: Choice, language: str) -> str:
    return world.release.text(choice.say[0].text, language, "short")
