"""The home folder of an installation: private, writable, and said plainly where it is not."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

DATABASE = "kapea.sqlite3"
"""The database's file in a home that names no other."""
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
MENDS = {
    errno.ENOSPC: "the disk is full. Free some space",
    errno.EDQUOT: "this account may use no more of the disk. Free some space",
    errno.EFBIG: "no more may be written. Raise the limit of file sizes",
    errno.EROFS: "the disk is read-only. Mount it for writing",
    errno.EACCES: "this account may not write there. Give it the folder: chown",
    errno.EPERM: "this account may not write there. Give it the folder: chown",
    errno.EEXIST: "something else stands where a folder should be. Choose another KAPEA_HOME",
    errno.ENOTDIR: "something else stands where a folder should be. Choose another KAPEA_HOME",
    errno.ENOENT: "no folder can be made there. Choose another KAPEA_HOME",
}


class Unusable(RuntimeError):
    """The home cannot be used as it is; the message is for the operator, with what to do."""


def folder() -> Path:
    """Where this installation keeps its database, its secret and its files."""
    return Path(os.environ.get("KAPEA_HOME") or Path.cwd() / "var")


def be_private() -> None:
    """Whatever this process makes from now on, only its account can read."""
    os.umask(0o077)


def make_ready(home: Path) -> None:
    """The home is there, private, and can be written; what an older version left open is closed."""
    be_private()
    try:
        home.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        home.chmod(PRIVATE_FOLDER)
        for file in (
            *home.glob("*.sqlite3*"),
            *home.glob("secret"),
            *home.glob("pepper"),
            *home.glob("*.key"),
        ):
            file.chmod(PRIVATE_FILE)
        _try_writing(home)
    except OSError as error:
        raise Unusable(write_advice(home, error)) from error


def _try_writing(home: Path) -> None:
    path = home / f".write-{os.getpid()}"
    try:
        with path.open("wb") as out:
            out.write(b"x" * 4096)
            out.flush()
            os.fsync(out.fileno())
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def write_advice(path: Path, error: OSError) -> str:
    """Why something cannot be written at `path`, and how to mend it."""
    code = errno.errorcode.get(error.errno or 0, "")
    why = MENDS.get(error.errno or 0, f"the system says {code or type(error).__name__}. Mend that")
    return f"Nothing can be kept at {path}: {why}, then start again."
