"""One pack in one language, to be recorded: what is wanted, what there is, and where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kapea.cli import common
from kapea.content import folder
from kapea.core.checker import needed_recordings as wishes
from kapea.core.checker.context import CheckContext
from kapea.core.checker.explore import explore
from kapea.core.dialogue.world import World
from kapea.core.languages.speech import speech_seconds
from kapea.core.pack.build import Built
from kapea.core.pack.layers import Layers
from kapea.core.pack.model import Recorded, Release
from kapea.core.pack.parse.recording_index import (
    FOLDER,
    Index,
    IndexedRecording,
    index_path,
    indexes,
    write_index,
)
from kapea.core.pack.problem import Findings
from kapea.core.speech.speech_script import file_name, spoken_words

MISSING, CHANGED, COMPUTER = "not recorded yet", "the words changed", "only a computer's voice"


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """A line of the sheet: a text to record, and why."""

    text: str
    words: str
    english: str
    who: tuple[str, ...]
    urgency: str
    seconds: float
    why: str

    @property
    def file(self) -> str:
        return f"{file_name(self.text)}.wav"


class RecordingSession:
    """Reads a pack folder; writes only into its media folder of that language."""

    def __init__(self, path: Path, built: Built, language: str, on: date) -> None:
        assert built.release is not None
        self.path, self.built, self.language, self.on = path, built, language, on
        self.release: Release = built.release

    @cached_property
    def case(self) -> CheckContext:
        """The pack, explored: who meets which text, and where."""
        return CheckContext(
            self.built.places, self.release, explore(World(self.release)), on=self.on, live=False
        )

    @property
    def texts(self) -> Mapping[str, str]:
        return self.release.texts[self.language]

    @property
    def heard(self) -> Mapping[str, Recorded]:
        """What is heard as things stand."""
        return self.release.media.get(self.language, {})

    def words(self, text: str) -> str:
        return spoken_words(self.texts, text)

    def wanted(self) -> list[wishes.Wanted]:
        """What no person has recorded in the words it has now, the most urgent first."""
        have = self.heard
        everything = wishes.wanted_recordings(self.case, self.language)
        return [each for each in everything if not wishes.by_a_person(have.get(each.text))]

    def lines(self) -> list[ScriptLine]:
        """What is wanted, as lines of the sheet."""
        english, known = self.release.texts["en"], {id for index in self._indexes() for id in index}
        return [
            ScriptLine(
                each.text,
                self.words(each.text),
                spoken_words(english, each.text),
                each.who,
                each.urgency,
                round(speech_seconds(self.words(each.text), self.language), 1),
                COMPUTER if each.text in self.heard else CHANGED if each.text in known else MISSING,
            )
            for each in self.wanted()
        ]

    # --- what is kept --------------------------------------------------------------

    @property
    def home(self) -> Path:
        """Where this pack keeps the recordings of this language."""
        return self.path / FOLDER / self.language

    def _indexes(self) -> list[dict[str, IndexedRecording]]:
        pack, files = folder.read_pack_files(self.path)
        bases = sorted({name.split("/")[0] for name in files}, key=lambda name: name == pack)
        return self._read(Layers(files, bases))

    def own(self) -> dict[str, IndexedRecording]:
        """The index of this pack itself."""
        _, files = folder.read_pack_files(self.path)
        own = self._read(Layers(files, [self.path.name]))
        return own[-1] if own else {}

    def _read(self, layers: Layers) -> list[dict[str, IndexedRecording]]:
        findings = Findings()
        read = indexes(layers, self.language, findings)
        if findings.has_errors:
            common.say_problems(findings.problems)
            common.stop(
                "The index of recordings does not read: what it knows would be lost.", common.FINDINGS
            )
        return read

    def write_file(self, text: str, ending: str, data: bytes) -> None:
        self._write(self.home / f"{file_name(text)}.{ending}", data)

    def write_index(self, index: Index) -> None:
        self._write(self.path / index_path(self.language), write_index(index))

    def _write(self, path: Path, data: bytes) -> None:
        """Whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(data)
        part.replace(path)
