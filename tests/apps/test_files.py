"""A file is there whole or not at all, whoever writes and whatever happens meanwhile."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from kapea.content import files

OLD, NEW = b"old" * 1000, b"new" * 1000


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "folder" / "name"


def test_it_holds_what_was_written_and_only_its_owner_reads_it(path):
    files.write_whole(path, NEW)
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert os.listdir(path.parent) == ["name"]


@pytest.mark.parametrize("fails", ["fsync", "fchmod"])
def test_where_writing_fails_the_old_file_stays_whole_and_nothing_is_left_beside_it(path, monkeypatch, fails):
    files.write_whole(path, OLD)

    def full(*args):
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(files.os, fails, full)
    with pytest.raises(OSError, match="no space"):
        files.write_whole(path, NEW)
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == ["name"]


def test_its_bytes_are_on_the_disk_before_its_name_and_its_name_before_it_is_done(path, monkeypatch):
    """What a power cut would leave at each moment is the old file or the new one."""
    files.write_whole(path, OLD)
    told, real = [], os.fsync

    def fsync(handle):
        real(handle)
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        size = 0 if kind == "folder" else os.fstat(handle).st_size
        told.append((kind, size, path.read_bytes()))

    monkeypatch.setattr(files.os, "fsync", fsync)
    files.write_whole(path, NEW)
    assert told == [("file", len(NEW), OLD), ("folder", 0, NEW)]


def test_many_writers_of_one_name_leave_the_whole_of_one_of_them(path):
    """And whoever reads meanwhile sees one of them, whole."""
    each = [bytes([n]) * 50_000 for n in range(8)]
    files.write_whole(path, each[0])
    seen: set[bytes] = set()
    barrier = threading.Barrier(len(each))

    def write(data: bytes) -> None:
        barrier.wait()
        for _ in range(20):
            files.write_whole(path, data)
            seen.add(path.read_bytes())

    threads = [threading.Thread(target=write, args=(data,)) for data in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen <= set(each)
    assert path.read_bytes() in each
    assert os.listdir(path.parent) == ["name"]
