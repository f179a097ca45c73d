"""A process from nothing to its first answer, and what it then holds: `python -m bench.first HOME`, a
line of JSON.

Run by start.py. With `new` after HOME it only makes the database there and puts the pack in.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from pathlib import Path

REQUESTS = 200


def main(home: str, *rest: str) -> None:
    from bench import path, site

    if rest == ("new",):
        site.prepare(Path(home))
        site.publish(path.cambodia().release)
        return
    os.environ |= site.surroundings(Path(home))
    visitor = site.Visitor(site.ours())
    answer = visitor.get("/km/")
    assert answer.status == 200
    told = {"cpu": time.process_time(), "at": time.time(), "first": resident()}
    for turn in range(REQUESTS // 2):
        read = visitor.get("/km/" if turn % 4 == 0 else f"/km/h/{turn % 4}")
        taken = visitor.post(f"/km/h/{turn % 4}", a=path.SITUATION if turn % 4 == 1 else "1")
        assert (read.status, taken.status) == (200, 303), f"{read.status}, {taken.status} at turn {turn}"
    told["later"] = resident()
    _four_packs()
    print(json.dumps(told | {"packs": resident()}), flush=True)


def _four_packs() -> None:
    """What is live three more times, and each in three more languages as wordy as Khmer, held at once."""
    import msgspec

    from kapea.content.queries import live_world, worlds
    from kapea.core.dialogue.world import World
    from kapea.core.pack.model import decode, encode

    for copy in range(4):
        release = live_world().release
        words = {language: release.texts["km"] for language in ("aa", "bb", "cc")}
        many = msgspec.structs.replace(release, texts={**release.texts, **words}, hash=f"{copy:064d}")
        worlds._worlds[many.hash] = World(decode(encode(many)))


def resident() -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found.group(1)) / 1024 if found else 0


if __name__ == "__main__":
    main(*sys.argv[1:])
