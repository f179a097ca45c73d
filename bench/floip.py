"""The FLOIP reference runner on the same menu, when node and npm are here and the registry answers."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("@floip/flow-runner@1.0.11", "uuid@14.0.3")
SCRIPT = Path(__file__).with_name("floip.cjs")
PATIENCE_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Peer:
    """Turns a CPU second, and the bytes of a state after the script."""

    rate: float
    state: float


def measure(rounds: int = 3, turns: int = 1000) -> Peer | str:
    """Installs the runner into a folder that is gone afterwards and runs it; else why it could not be."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return "node and npm are not here"
    with tempfile.TemporaryDirectory(prefix="kapea-bench-") as folder:
        install = [npm, "install", "--no-audit", "--no-fund", "--silent", "--ignore-scripts", *PACKAGES]
        run = [node, str(SCRIPT), str(rounds), str(turns)]
        try:
            subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
            env = {**os.environ, "NODE_PATH": str(Path(folder, "node_modules"))}
            told = subprocess.run(run, env=env, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
        except (OSError, subprocess.SubprocessError) as error:
            return f"the runner could not be installed or run ({type(error).__name__})"
    taken = json.loads(told.stdout)
    return Peer(statistics.median(t["rate"] for t in taken), taken[-1]["bytes"])
