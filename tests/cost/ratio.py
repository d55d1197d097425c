"""How long `check` takes, measured by the time that LibCST alone takes to parse the files it reads. Run by hand; no part of the tests.

python tests/cost/ratio.py [--times 5] PROJECT [options of `schemaparity check`]

Processor time of the whole process, start-up included, without a cache, by the time of `libcst.parse_module` alone, in turn. Two ratios are
printed: by the parse of all Python files that are read, and by that of the files only that `check` parses itself.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from typing import Any

NOTE_FILES = """
import contextlib, io, json, sys
from schemaparity.cli.commands import run
from schemaparity.source.file import SourceFile
files = {"data": set(), "tree": set()}
def noting(plain, paths):
    def noted(self):
        paths.add(self.path)
        return plain(self)
    return noted
for name, paths in files.items():
    cached = SourceFile.__dict__[name]
    cached.func = noting(cached.func, paths)
with contextlib.redirect_stdout(io.StringIO()):
    run(sys.argv[1:])
print(json.dumps({name: sorted(paths) for name, paths in files.items()}))
"""

PARSE = """
import json, sys, time
import libcst
from pathlib import Path
texts = [Path(path).read_bytes() for path in json.load(sys.stdin) if Path(path).is_file()]
begun = time.process_time()
for text in texts:
    try:
        libcst.parse_module(text)
    except Exception:
        pass
print(json.dumps({"cpu": time.process_time() - begun}), flush=True)
import os
os._exit(0)
"""


def fresh(code: str, arguments: list[str], given: str = "") -> Any:
    """What a fresh Python prints as JSON on its last line."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], input=given, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def check_seconds(arguments: list[str]) -> float:
    """Processor time of a whole process that runs `check`."""
    before = os.times()
    subprocess.run([sys.executable, "-m", "schemaparity", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    chosen, options = parser.parse_known_args()
    arguments = ["check", *options, "--no-cache"]
    files = fresh(NOTE_FILES, arguments)
    by_read, by_parsed = [], []
    for _ in range(chosen.times):
        check = check_seconds(arguments)
        read, parsed = (fresh(PARSE, [], json.dumps(files[kind]))["cpu"] for kind in ("data", "tree"))
        by_read.append(check / read)
        by_parsed.append(check / parsed)
        numbers = f"of {len(files['data'])} files {read:.2f} s, of {len(files['tree'])} files {parsed:.2f} s"
        print(f"check {check:.2f} s; parse {numbers}", flush=True)
    print(
        f"median: {statistics.median(by_read):.2f} times the parse of the files read, {statistics.median(by_parsed):.2f} of those parsed"
    )


if __name__ == "__main__":
    main()
