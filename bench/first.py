"""A process from nothing to its first answer, and what it then holds: `python -m bench.first HOME`, a
line of JSON.

Run by start.py. With `new` and a number after HOME it only makes the database there and puts the packs in,
and as many releases that wait to be published.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench import path
from kapea.config import large_blocks

if TYPE_CHECKING:
    from bench import site

REQUESTS = 200


def main(home: str, *rest: str) -> None:
    from bench import site

    if rest[:1] == ("new",):
        site.prepare(Path(home))
        for pack in path.COUNTRIES:
            site.publish(path.country(pack).release)
        _store_versions(int(rest[1]))
        return
    large_blocks.give_back()  # as config/wsgi.py does
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
    told["packs"] = resident()
    _publish_often(visitor)
    print(json.dumps(told | {"published": resident()}), flush=True)


def _four_packs() -> None:
    """The other three countries, as live as the first, in memory beside it."""
    from kapea.content.queries import worlds

    for pack in path.COUNTRIES[1:]:
        assert worlds.live(pack).release.texts
        worlds.live(pack).flags.find("one look makes its lists ready")


def _store_versions(many: int) -> None:
    """Releases of Cambodia that wait to be made live, each with another word."""
    from msgspec.structs import replace

    from bench import site

    release = path.cambodia().release
    for version in range(many):
        words = {**release.texts["en"], "word.help": f"Help {version:02}"}
        site.store(replace(release, texts={**release.texts, "en": words}))


def _publish_often(visitor: site.Visitor) -> None:
    """Makes them live one after the other; each is read, and a conversation begins in it."""
    from bench import site
    from kapea.content import worlds as registry
    from kapea.content.models import StoredRelease

    registry.LOOK_EVERY_SECONDS = 0
    hashes, seen = StoredRelease.objects.filter(pack="cambodia").values_list("hash", flat=True), set()
    for hash in hashes:
        site.point_to("cambodia", hash)
        seen.update(re.findall(rb"Help \d\d", visitor.get("/en/").page))
        assert visitor.post("/en/h/0", b="1", a="1").status == 303
    assert len(seen) == len(hashes) - 1, "all but the first, which has the words of the pack"


def resident() -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found.group(1)) / 1024 if found else 0


if __name__ == "__main__":
    main(*sys.argv[1:])
