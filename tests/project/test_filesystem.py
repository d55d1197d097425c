from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from schemaparity.project import MemoryFileSystem, RealFileSystem, UnreadableFile


def reason(path: Path, fs: RealFileSystem | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        (fs or RealFileSystem()).read_bytes(str(path))
    assert caught.value.path == str(path)
    return caught.value.reason


def test_what_is_no_regular_file_is_unreadable_and_never_blocks(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.py"))
        assert "a socket" in reason(tmp_path / "s.py")
    assert "a named pipe" in reason(tmp_path / "pipe.py")
    assert "a device" in reason(Path("/dev/zero"))
    assert "a directory" in reason(tmp_path)


def test_link_loops_and_dangling_links_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "loop.py").symlink_to("loop.py")
    (tmp_path / "gone.py").symlink_to("nowhere.py")
    assert reason(tmp_path / "loop.py")
    assert reason(tmp_path / "gone.py")
    assert not RealFileSystem().is_file(str(tmp_path / "loop.py"))


def test_a_large_file_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x" * 11)
    assert "larger than" in reason(tmp_path / "a.py", RealFileSystem(size_limit=10))
    assert RealFileSystem(size_limit=11).read_bytes(str(tmp_path / "a.py")) == b"x" * 11


def test_a_null_byte_in_a_path_is_no_crash() -> None:
    fs = RealFileSystem()
    assert reason(Path("a\0b"))
    assert not fs.is_file("a\0b")
    assert not fs.is_dir("a\0b")
    assert fs.list_dir("a\0b") == []


def test_both_walk_alike(tmp_path: Path) -> None:
    files = {"a/b.py": "1", "a/c/d.py": "2", "e.py": "3"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    memory = MemoryFileSystem({f"{tmp_path}/{name}": text for name, text in files.items()})
    assert list(memory.walk(str(tmp_path))) == list(RealFileSystem().walk(str(tmp_path)))


def test_a_walk_does_not_follow_links_to_directories(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    assert len(list(RealFileSystem().walk(str(tmp_path)))) == 2
