"""The phone that is drawn beside a step, with the words of its menu; large, for it is what to look at."""

from __future__ import annotations

from django.utils.safestring import SafeString

from kapea.core.dialogue.menu_screen import screen_slot_words
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.present.drawings import filled
from kapea.web.public.frame import ready_drawing

NONE = SafeString("")


def drawn(world: World, view: View) -> SafeString:
    """The drawing of a view that shows a page of a menu; nothing for any other. That the words fit is proved
    before a pack is published (K13).
    """
    drawing = world.release.pictures.get(view.picture, "") if view.screen and view.screen.slots else ""
    return (
        ready_drawing(filled(drawing, screen_slot_words(world, view)), 'class="screen"') if drawing else NONE
    )
