"""Makes the virtual environment and installs what a lock file names, with hashes. Needs only Python 3.11."""

import subprocess
import sys
import venv
from pathlib import Path

LEAST = (3, 11)


def main() -> None:
    if sys.version_info < LEAST:
        least, this = ".".join(map(str, LEAST)), sys.version.split()[0]
        sys.exit(f"Kapea needs Python {least} or newer; this is {this}. Try make PYTHON=python3.12.")
    home, locks = Path(sys.argv[1]), sys.argv[2:]
    if not (home / "bin" / "python").exists():
        print("Kapea: making a virtual environment …", flush=True)
        venv.create(home, with_pip=True, clear=True)
    print("Kapea: installing what it stands on …", flush=True)
    pip = [str(home / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    files = [word for lock in locks for word in ("-r", lock)]
    # What is never imported need not be compiled; Python compiles the rest when it is first imported.
    run([*pip, "--no-compile", "--require-hashes", *files])
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", "."])


def run(command: list[str]) -> None:
    done = subprocess.run(command, check=False)
    if done.returncode:
        sys.exit(f"Kapea: this step failed: {' '.join(command[2:])}")


main()
