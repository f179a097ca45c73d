"""The example pack of the docs builds, passes, and fails as the page says."""

from __future__ import annotations

import pytest
from tests.architecture.test_docs import DAY, blocks

from kapea.content import folder
from kapea.core.checker.check import check
from kapea.core.pack.build import Built, build
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml

EXAMPLE = {name: body for kind in ("yaml", "toml") for name, body in blocks("docs/writing-a-pack.md", kind)}


MISTAKES = (
    ("situations/S40.yaml", "picture: devices\n", "pciture: devices\n"),
    (
        "journeys/breathe.yaml",
        "choices:\n      - {say: again, to: once}\n      - {say: on, to: close}\n",
        '"yes": {to: once}\n    "no": {to: close}\n',
    ),
)
"""What is changed in the example for each finding that the page shows, in their order."""


def example(**changed: str) -> Built:
    _, files = folder.read_pack_files(folder.shipped() / "common")
    own = {name: body for name, body in EXAMPLE.items() if name != "texts"} | changed
    return build({**files, **{f"example/{n}": b.encode() for n, b in own.items()}}, "example")


def test_the_example_pack_builds_and_passes_its_check():
    assert "" not in EXAMPLE, "name the file after ```yaml"
    report = check(example(), on=DAY)
    assert report.ok, "\n".join(map(str, report.problems))


def test_the_example_texts_are_texts(cambodia):
    found = Findings()
    item = read_yaml("texts", EXAMPLE["texts"].encode(), found)
    texts = Texts(cambodia.release.facts, found)
    for name, words in item.value.items():
        texts.say(name, words)
    assert not found.problems


@pytest.mark.parametrize("number", range(len(MISTAKES)))
def test_the_findings_on_the_page_are_what_the_check_says(number):
    name, old, new = MISTAKES[number]
    assert old in EXAMPLE[name]
    shown = [body for kind, body in blocks("docs/writing-a-pack.md", "text") if kind == "finding"]
    assert len(shown) == len(MISTAKES)
    said = "\n".join(map(str, check(example(**{name: EXAMPLE[name].replace(old, new, 1)}), on=DAY).problems))
    assert shown[number].strip() in said
