"""A computer's voice, for trying a page out: espeak-ng, and only where somebody asked for it by name."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from kapea.core.languages.known import LANGUAGES
from kapea.sound.measure import Opened, open_file

VOICES = {each.code: each.voice for each in LANGUAGES.values() if each.voice}
"""Language to voice."""
WORDS_A_MINUTE = 140
LONGEST_SECONDS = 60


class Mute(RuntimeError):
    """There is no such voice on this machine; the message says what to do."""


def speak(words: str, language: str) -> Opened:
    """Words as the computer says them. Raises Mute."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise Mute("espeak-ng is not on this machine: apt-get install espeak-ng")
    if language not in VOICES:
        raise Mute(f"espeak-ng does not speak “{language}”. It speaks {', '.join(VOICES)}.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "said.wav"
        call = [program, "-v", VOICES[language], "-s", str(WORDS_A_MINUTE), "-w", str(file), "--stdin"]
        done = subprocess.run(
            call, input=words.encode(), capture_output=True, timeout=LONGEST_SECONDS, check=False
        )
        if done.returncode or not file.is_file():
            raise Mute(f"espeak-ng said nothing in “{language}”.")
        return open_file(file)
