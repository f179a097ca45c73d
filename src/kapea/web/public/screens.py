"""The phone that is drawn beside a step, with the words of its menu; large, for it is what to look at."""

from __future__ import annotations

from django.utils.safestring import SafeString

from kapea.core.dialogue.screens import words
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.pack.drawings import filled
from kapea.web.public.frame import ready

NONE = SafeString("")


def drawn(world: World, view: View) -> SafeString:
    """The drawing of a view that shows a page of a menu; nothing for any other. That the words fit is proved
    before a pack is published (K13).
    """
    drawing = world.release.pictures.get(view.picture, "") if view.screen and view.screen.slots else ""
    return ready(filled(drawing, words(world, view)), 'class="screen"') if drawing else NONE
