"""What stands on the phone that is drawn beside a step, and when somebody last saw it so."""

from __future__ import annotations

from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.pack.parse.walkthroughs import seen_on

DATE = "{date}"


def screen_slot_words(world: World, view: View) -> tuple[str, ...]:
    """The words of the drawing's slots, in the language of the view; empty where a slot has none."""
    slots = view.screen.slots if view.screen is not None else ()
    return tuple(world.release.text(text, view.language) if text else "" for text in slots)


def dated(world: World, view: View, said: str) -> str:
    """Words with the month in which the menu was seen put in where they ask for it."""
    setting = world.release.menus.get(view.screen.setting) if view.screen is not None else None
    return said.replace(DATE, seen_on(setting)) if setting is not None else said
