"""Writes which Khmer words a browser would break inside. Run after Khmer words change, where a Chromium is.

It measures: each word of every pack stands in a column too narrow for anything, and the lines are counted.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from kapea.content.folder import build_folder, shipped
from kapea.web.base.whole_words import COMPOUNDS, LONGEST

WORD = re.compile(r"[\u1780-\u17d3\u17dc\u17dd]{2,}")
PAGE = "<html lang=km><meta charset=utf-8><style>p{width:1px;font:18px/30px serif;margin:0}</style>"
PARTED = """words => {
  const range = document.createRange();
  const lines = (node) => {
    const parts = [""];
    let low = null;
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getClientRects()[0];
      if (box && low !== null && box.top - low > 15) parts.push("");
      if (box) low = box.top;
      parts[parts.length - 1] += node.data[at];
    }
    return parts;
  };
  document.body.replaceChildren(...words.map(word => {
    const line = document.createElement("p");
    line.textContent = word;
    return line;
  }));
  return [...document.body.children].map(line => lines(line.firstChild));
}"""
"""For each word the parts that a browser would put on lines of their own."""


def khmer_words() -> list[str]:
    """Every word of every shipped pack, once."""
    found = set[str]()
    for pack in sorted(path for path in shipped().iterdir() if (path / "pack.toml").is_file()):
        release = build_folder(pack).release
        texts = release.texts.get("km", {}) if release is not None else {}
        found |= {word for text in texts.values() for word in WORD.findall(text)}
    return sorted(word for word in found if len(word) <= LONGEST)


def parted(browser: Browser, words: list[str]) -> list[str]:
    """Those words that are broken inside, with a bar where."""
    page = browser.new_page()
    page.set_content(PAGE)
    found: list[list[str]] = page.evaluate(PARTED, words)
    page.close()
    return ["|".join(parts) for parts in found if len(parts) > 1]


if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=sys.argv[1] if sys.argv[1:] else None)
        Path(COMPOUNDS).write_text("\n".join(parted(browser, khmer_words())) + "\n", encoding="utf-8")
