"""Which texts have a voice: the index beside the sound files, and what of it is true of the words now.

A release knows a recording by the digest of its bytes and carries none of them. One whose words have
changed since is left out: it would say something that nobody stands behind any more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import msgspec

from kapea.core.pack.layers import Layers
from kapea.core.pack.model import Recorded
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.field_readers import iso_date
from kapea.core.pack.read.yaml_reader import Item, Reader
from kapea.core.speech.speech_script import spoken_words, words_digest

FOLDER, INDEX = "media", "index.yaml"
NAMED = 3
LONGEST_LABEL = 40
DIGEST = re.compile(r"^[0-9a-f]{32}\Z")
"""The first half of a SHA-256 of a file's bytes: its name for browsers."""
HEAD = "# Written by `kapea recordings`. What is heard for which text; docs/recordings.md explains it.\n"


class IndexedRecording(msgspec.Struct, frozen=True):
    """One recording as the index has it.

    `voice` is a label, never a person's name; `on` an ISO day; `words` and `sound` digests of the words that
    are said and of the samples as they were given; `opus` and `mp3` digests of the files; `loudness` in LUFS.
    """

    voice: str
    on: str
    words: str
    sound: str
    opus: str
    mp3: str
    loudness: float
    seconds: float
    placeholder: bool = False


Index = Mapping[str, IndexedRecording]
"""Text id to its recording."""


def index_path(language: str) -> str:
    """Where the index of a language stands inside a pack."""
    return f"{FOLDER}/{language}/{INDEX}"


def parse_index(item: Item, findings: Findings) -> dict[str, IndexedRecording]:
    """The recordings of an index; each that does not read is named and left out."""
    reader = Reader(item, findings, "an index of recordings")
    out = {}
    for id, each in reader.pairs("recordings", required=True):
        if (kept := _kept(each, findings)) is not None:
            out[id] = kept
    reader.done()
    return out


def _kept(item: Item, findings: Findings) -> IndexedRecording | None:
    reader = Reader(item, findings, "a recording")
    kept = IndexedRecording(
        voice=reader.text("voice", required=True),
        on=iso_date(reader, "on", required=True),
        words=reader.text("words", required=True),
        sound=reader.text("sound", required=True),
        opus=reader.text("opus", required=True),
        mp3=reader.text("mp3", required=True),
        loudness=_number(reader, "loudness"),
        seconds=_number(reader, "seconds"),
        placeholder=reader.flag("placeholder"),
    )
    reader.done()
    if not DIGEST.match(kept.opus) or not DIGEST.match(kept.mp3):
        mend = "import the recording again: kapea recordings import"
        findings.add("P02", item.place, "this recording's entry is not whole", mend)
        return None
    return kept


def _number(reader: Reader, name: str) -> float:
    try:
        return float(reader.text(name, "0", required=True))
    except ValueError:
        reader.findings.add("P02", reader.item.place, f"`{name}` is a number", "import the recording again")
        return 0.0


def write_index(index: Index) -> bytes:
    """An index as a file, the same bytes for the same recordings, one line for each."""
    lines = []
    for id in sorted(index):
        fields = msgspec.structs.asdict(index[id])
        inner = ", ".join(
            f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()
        )
        lines.append(f"  {json.dumps(id, ensure_ascii=False)}: {{{inner}}}\n")
    body = "recordings:\n" + "".join(lines) if lines else "recordings: {}\n"
    return (HEAD + body).encode()


def indexes(layers: Layers, language: str, findings: Findings) -> list[dict[str, IndexedRecording]]:
    """The index of each pack that has one for a language, the country's own last."""
    return [parse_index(item, findings) for item in layers.each(index_path(language), findings)]


def recordings_by_language(
    layers: Layers, texts: Mapping[str, Mapping[str, str]], findings: Findings
) -> dict[str, dict[str, Recorded]]:
    """Language to text id to what is heard for it. What says other words than the text is named, and left
    out; of two that fit, the country's own counts.
    """
    out: dict[str, dict[str, Recorded]] = {}
    for language, words in texts.items():
        kept = indexes(layers, language, findings)
        if kept:
            out[language] = {
                id: _recorded(each) for index in kept for id, each in current_recordings(index, words)
            }
            gone = [id for index in kept for id in index if id in words and id not in out[language]]
            _stale(list(dict.fromkeys(gone)), language, layers, findings)
    return {language: each for language, each in out.items() if each}


def current_recordings(index: Index, texts: Mapping[str, str]) -> Iterator[tuple[str, IndexedRecording]]:
    """The recordings of an index that say what the texts of their language say now."""
    for id, kept in index.items():
        if id in texts and kept.words == words_digest(spoken_words(texts, id)):
            yield id, kept


def _recorded(kept: IndexedRecording) -> Recorded:
    return Recorded(kept.opus, kept.mp3, kept.seconds, kept.placeholder)


def _stale(stale: list[str], language: str, layers: Layers, findings: Findings) -> None:
    if stale:
        more = " …" if len(stale) > NAMED else ""
        says = f"{language}: {len(stale)} recordings say other words than the text does now"
        file = layers.nearest[index_path(language)][0]
        mend = f"record these again; until then they are not played: {', '.join(stale[:NAMED])}{more}"
        findings.add("K15", Place(file), says, mend, severity="warning")
