"""Pages in a dark room and with a person's own colours: nothing for axe to mend, and every focus is seen."""

from __future__ import annotations

import pytest
from tests.browser.conftest import PHONE
from tests.browser.test_access import faults

STEPS = (("/en/",), ("/en/", "help"), ("/en/", "help", "1"), ("/en/", "1"), ("/en/", "1", "S02"))
BESIDE = ("find?t=1", "keep", "form", "write", "p/1", "more", "w", "w/1", "no/where")
LIGHTS = ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"})
LEAST = 3.0
"""The contrast of a ring with its ground that WCAG asks for (1.4.11)."""
RING = """() => {
  const seen = document.activeElement, style = getComputedStyle(seen);
  if (seen === document.body) return null;
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = numbers(colour).slice(0, 3).map(c => c / 255).map(
      c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let under = parseFloat(style.outlineOffset) < 0 ? seen : seen.parentElement;
  const clear = each => numbers(getComputedStyle(each).backgroundColor)[3] === 0;
  while (under && clear(under)) under = under.parentElement;
  const ground = under ? getComputedStyle(under).backgroundColor : "rgb(255, 255, 255)";
  const [low, high] = [light(style.outlineColor), light(ground)].sort((a, b) => a - b);
  const wide = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  return [seen.outerHTML.slice(0, 80), wide, (high + 0.05) / (low + 0.05)];
}"""
"""What is focused, how wide its ring is, and its contrast with the ground on which it is drawn."""


def opened(visit, way):
    page = visit.open(way[0])
    return visit.tap(*way[1:]) if way[1:] else page


@pytest.mark.parametrize("light", LIGHTS, ids=["light", "dark", "forced"])
def test_no_fault_in_any_light(visits, light):
    visit, found = visits(size=PHONE), []
    visit.page.emulate_media(**light)
    for way in (*STEPS, *((f"/en/{path}",) for path in BESIDE)):
        found += faults(opened(visit, way))
    assert found == []


@pytest.mark.parametrize("light", LIGHTS[:2], ids=["light", "dark"])
def test_the_focus_is_seen_on_every_ground(visits, light):
    visit, dim, met = visits(size=PHONE), [], 0
    visit.page.emulate_media(**light)
    for way in (*STEPS, ("/en/find?t=1",), ("/en/write",), ("/en/w/1",)):
        page = opened(visit, way)
        for _ in range(60):
            page.keyboard.press("Tab")
            ring = page.evaluate(RING)
            if ring is None:
                break
            met += 1
            dim += [ring] if ring[1] < 2 or ring[2] < LEAST else []
    assert dim == []
    assert met > 60, "the keyboard reaches what there is to press"


@pytest.mark.parametrize("way", [STEPS[0], STEPS[2]], ids=["first", "red"])
def test_with_a_persons_own_colours_what_stands_apart_keeps_its_edge(visits, way):
    visit = visits(size=PHONE)
    visit.page.emulate_media(forced_colors="active")
    page = opened(visit, way)
    for name in (".now", ".now .contact", ".leave", ".disc"):
        edge = page.locator(name).first.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)")
        assert edge >= 1, name
