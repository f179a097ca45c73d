"""Writes the files of answers that the golden transcripts play: a calm and a red way for each audience.

Run once after adding a situation: python -m tests.golden.make_answers. The answers are then plain files that
anybody may edit.
"""

from __future__ import annotations

from pathlib import Path

from tests.conftest import AT

from kapea.content.folder import build_folder, shipped
from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.state import State
from kapea.core.dialogue.step import begin, look, step
from kapea.core.dialogue.world import World

HERE = Path(__file__).parent / "answers"
WHO = ("child", "caregiver", "peer", "community", "professional")
BANDS = {"9-11": "1", "12-14": "2", "15-17": "3"}
MOST = 40


def main() -> None:
    release = build_folder(shipped() / "cambodia").release
    assert release is not None
    world = World(release)
    HERE.mkdir(exist_ok=True)
    turn = 0
    for id, situation in world.release.situations.items():
        for who in situation.voices:
            turn += 1
            _write(world, id, who, "calm", list(BANDS)[turn % 3])
            _write(world, id, who, "red", list(BANDS)[(turn + 1) % 3])


def _write(world: World, id: str, who: str, way: str, band: str) -> None:
    said = _walk(world, id, who, way, band)
    asks_band = "asks.band" in world.release.situations[id].voices[who].has
    if said is not None:
        head = [f"# {id}, {who}, {way}" + (f", {band}" if asks_band else "")]
        (HERE / f"{id}-{who}-{way}.txt").write_text("\n".join(head + said) + "\n", encoding="utf-8")


def _walk(world: World, id: str, who: str, way: str, band: str) -> list[str] | None:
    """The answers of one way; None for a red way where no question of this situation can lead to red."""
    state: State | None = begin(world, "en")
    said: list[str] = []
    seen: list[str] = []
    while state is not None and len(said) < MOST:
        view = look(world, state, at=AT)
        node = view.node.removeprefix("help.")
        if node in ("end", "red-after"):
            return said if way == "calm" or node == "red-after" else None
        keys = [o.key for o in view.offers]
        key = _choose(node, id, who, way, band, seen.count(node), keys)
        said.append(str(keys.index(key) + 1) if key.isdecimal() else key)
        seen.append(node)
        state = step(world, state, Answer(key), at=AT).state
    return said if way == "calm" else None


def _choose(node: str, id: str, who: str, way: str, band: str, before: int, keys: list[str]) -> str:
    """The answer at a node, the `before`-th time there; every side way of the last hub is looked at once."""
    if node.startswith("q-"):
        leads_to_red = way == "red" and node in ("q-danger", "q-dying", "q-marriage", "q-meeting")
        return ("unsure" if node == "q-dying" else "yes") if leads_to_red else "no"
    wanted = {
        "first": str(WHO.index(who) + 1),
        "what": id,
        "reader": "no",
        "band": BANDS[band],
        "told.ours": "yes" if way == "calm" else "no",
        "words": "3" if way == "calm" else "1",
        "call": "2",
        "red": "2",
        "no-answer": "4" if way == "red" else "3",
        "rang-out": "3",
        "line-busy": "2",
        "until-morning": "3" if way == "red" else "4",
        "after": keys[min(before, len(keys) - 1)],
        "kind-words": keys[0],
    }.get(node, keys[0])
    return wanted if wanted in keys else keys[0]


if __name__ == "__main__":
    main()
