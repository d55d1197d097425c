"""One kept result as a file: a checksum, what was seen of the file system as JSON, and the result. What is not right in any way is absent.

The result is a pickle that only ever makes objects of the classes that results consist of.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import pickle
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import attrs

from schemaparity.project.recording import Seen, StampedFileSystem, still_holds

_MAGIC = b"schemaparity 1"
_LARGEST = 64 * 1024 * 1024
_TOTAL = 256 * 1024 * 1024
_OLDEST_SECONDS = 30 * 24 * 3600
_SUFFIX = ".entry"
_DATA = ("schemaparity.location", "schemaparity.schema.", "schemaparity.findings.")


class _Loader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """A class of data, and nothing else."""
        if module.startswith(_DATA) and "." not in name:
            __import__(module)
            found = getattr(sys.modules[module], name, None)
            if isinstance(found, type) and attrs.has(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no data")


def read_entry(path: Path, files: StampedFileSystem) -> Any:
    """The result that was kept; None where there is none, it is damaged, or the files have changed."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        magic, checksum, body = path.read_bytes().split(b"\n", 2)
        if magic != _MAGIC or checksum != _checksum(body):
            return None
        seen, _, data = body.partition(b"\n")
        if not still_holds(json.loads(seen), files):
            return None
        value = _Loader(io.BytesIO(data)).load()
        os.utime(path)
    except Exception:  # whatever is wrong with an entry, the result is made anew
        return None
    return value


def write_entry(path: Path, seen: Seen, value: Any) -> None:
    """Keep a result; where that is not possible, nothing is kept."""
    scratch = None
    try:
        body = json.dumps(seen).encode() + b"\n" + pickle.dumps(value, protocol=5)
        if len(body) > _LARGEST:
            return
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")  # for the user alone (0600)
        scratch = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(b"\n".join((_MAGIC, _checksum(body), body)))
        scratch.replace(path)  # at once: who reads has the old entry or the new one
        _prune(path.parent)
    except (OSError, pickle.PicklingError, TypeError, AttributeError, RecursionError):
        if scratch is not None:
            with contextlib.suppress(OSError):
                scratch.unlink()


def _checksum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=16).hexdigest().encode()


def _prune(directory: Path) -> None:
    """Remove what nobody asked for in a month, and beyond the total size what was asked for longest ago."""
    found = sorted(((p.stat(), p) for p in directory.iterdir() if p.suffix in {_SUFFIX, ".new"}), key=lambda one: -one[0].st_mtime)
    size = 0
    for status, path in found:
        size += status.st_size
        if size > _TOTAL or status.st_mtime < time.time() - _OLDEST_SECONDS:
            path.unlink(missing_ok=True)


def entry_path(directory: Path, key: str) -> Path:
    """The file of an entry."""
    return directory / f"{key}{_SUFFIX}"
