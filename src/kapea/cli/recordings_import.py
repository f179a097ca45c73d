"""Taking recordings in: each file judged by itself, the good ones kept, the others sent back with a reason.

Imported only where the packages for sound are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from kapea.cli import common
from kapea.cli.recording_session import RecordingSession
from kapea.core.checker import needed_recordings as wishes
from kapea.core.languages.speech import speech_seconds
from kapea.core.pack.parse.recording_index import IndexedRecording
from kapea.core.speech.recording_quality import Fault, faults
from kapea.core.speech.speech_script import by_file_name, is_sayable, words_digest
from kapea.sound import encode, measure, synthetic_voice
from kapea.sound.measure import NoSound, Opened

COMPUTER = "computer"
ANNOUNCED = "word.computer-voice"
PASSED_OVER = (".csv", ".html", ".txt", ".md", ".db", ".ini")
"""What lies beside recordings without being one."""
SHEET = "look it up in the sheet: kapea recordings sheet"


@dataclass(slots=True)
class ImportResult:
    """What happened to each file, said for the person who recorded them."""

    kept: int = 0
    refused: int = 0
    lines: list[str] = field(default_factory=list)

    def refuse(self, name: str, wrong: list[Fault]) -> None:
        self.refused += 1
        self.lines.append(f"refused {name}")
        self.lines += [f"    {each.says}\n    mend: {each.mend}" for each in wrong]


class ImportRefused(ValueError):
    """A file that is not kept."""

    def __init__(self, *wrong: Fault) -> None:
        super().__init__(wrong[0].says)
        self.wrong = list(wrong)


def take_all(studio: RecordingSession, source: Path, *, voice: str, on: date) -> ImportResult:
    """Every file of a folder. What was kept before stays, unless a good recording of the same text came."""
    intake, done = _Intake(studio), ImportResult()
    for path in _files(source):
        try:
            text = intake.text_of(path)
            kept = intake.keep(path, text, voice, on)
        except ImportRefused as refused:
            done.refuse(path.name, refused.wrong)
        else:
            done.kept += 1
            done.lines.append(f"kept    {path.name}: {kept.seconds} s, {kept.loudness} LUFS")
    intake.finish()
    return done


def _files(source: Path) -> Iterator[Path]:
    for path in sorted(source.iterdir()):
        if path.is_file() and not path.name.startswith(".") and path.suffix.casefold() not in PASSED_OVER:
            yield path


class _Intake:
    """One go: what is kept so far, and which sounds and texts were there already."""

    def __init__(self, studio: RecordingSession) -> None:
        self.studio, self.index = studio, studio.own()
        self.names = by_file_name(id for id in studio.texts if "~" not in id or id.endswith("~call"))
        self.came: dict[str, str] = {}
        self.sounds = {each.sound: id for id, each in self.index.items()}

    def text_of(self, path: Path) -> str:
        """The text that a file is called by, if it can be recorded and did not come already."""
        text = self.names.get(path.stem.casefold())
        if text is None:
            near = get_close_matches(path.stem.casefold(), self.names, 1)
            mend = f"is it {near[0]}? {SHEET}" if near else SHEET
            raise ImportRefused(Fault("no text of this pack has that name in this language", mend))
        if not is_sayable(self.studio.words(text)):
            raise ImportRefused(
                Fault("a name or number is filled into this text", "leave it out; it is not recorded")
            )
        if text in self.came:
            says = f"it is for the same text as {self.came[text]}"
            raise ImportRefused(Fault(says, "keep the better one of the two in the folder"))
        return text

    def keep(self, path: Path, text: str, voice: str, on: date) -> IndexedRecording:
        opened, loud = self._heard(path, text)
        kept = self.write(text, opened, loud, voice, on)
        self.came[text] = path.name
        return kept

    def _heard(self, path: Path, text: str) -> tuple[Opened, float]:
        """The sound of a good recording, and how loud it is."""
        try:
            opened = measure.open_file(path)
        except NoSound as error:
            mend = "record it again, and save it as .wav, .flac, .mp3 or .ogg"
            raise ImportRefused(Fault(str(error), mend)) from error
        expected = speech_seconds(self.studio.words(text), self.studio.language)
        take = measure.measure_sound(opened)
        wrong = faults(take, expected)
        twin = self.sounds.get(opened.digest)
        if twin is not None and twin != text:
            wrong.append(
                Fault(f"it is the same sound as {twin}", "one of the two was saved under a wrong name")
            )
        if wrong:
            raise ImportRefused(*wrong)
        return opened, take.loudness or 0.0

    def write(
        self, text: str, opened: Opened, loud: float, voice: str, on: date, *, placeholder: bool = False
    ) -> IndexedRecording:
        """Writes the two files of a sound, and remembers it for the index."""
        made = encode.encode_sound(opened.mono, loud)
        self.studio.write_file(text, "opus", made.opus)
        self.studio.write_file(text, "mp3", made.mp3)
        kept = IndexedRecording(
            voice=voice,
            on=on.isoformat(),
            words=words_digest(self.studio.words(text)),
            sound=opened.digest,
            opus=encode.name_of(made.opus),
            mp3=encode.name_of(made.mp3),
            loudness=made.loudness,
            seconds=made.seconds,
            placeholder=placeholder,
        )
        self.sounds = {sound: id for sound, id in self.sounds.items() if id != text} | {kept.sound: text}
        self.index[text] = kept
        return kept

    def finish(self) -> None:
        if self.index:
            self.studio.write_index(self.index)


def speak_all(studio: RecordingSession, *, on: date) -> int:
    """A computer speaks what no person has recorded and is never shown where it is red. How many texts."""
    intake, red, first = _Intake(studio), wishes.red(studio.case), studio.words(ANNOUNCED)
    if not first:
        common.stop(f"This pack has no words to say that a computer speaks: write {ANNOUNCED}.")
    loud = measure.loudness(_spoken(first, studio.language).mono) or 0.0
    texts = [each.text for each in studio.wanted() if each.text not in red and each.text != ANNOUNCED]
    for text in texts:
        opened = _spoken(f"{first}\n\n{studio.words(text)}", studio.language)
        intake.write(text, opened, loud, COMPUTER, on, placeholder=True)
    intake.finish()
    return len(texts)


def _spoken(words: str, language: str) -> Opened:
    try:
        return synthetic_voice.speak(words, language)
    except synthetic_voice.Mute as mute:
        common.stop(str(mute), common.FINDINGS)
        raise
