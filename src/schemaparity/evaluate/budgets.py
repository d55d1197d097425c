"""All limits of an interpretation. A spent budget raises Spent, which the outermost run turns into an unknown with that reason."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from attrs import define, field, frozen

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


class Spent(BaseException):
    """A budget is spent; `reason` is a sentence for people, `place` where that happened."""

    def __init__(self, reason: str, place: Any = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


class TooDeep(Spent):
    """Calls nest too deeply: what recurses cannot be known, what is beside it can."""


def peak_memory() -> float:
    """MiB that the process has ever had in memory; 0 where the system does not tell."""
    if resource is None:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))


class Progress:
    """When an evaluation has last begun something new: a run, a module. Of several at once, any of them.

    `was_hurried` says that one was ever cut short by the clock or the memory of the machine: another run may come further.
    """

    def __init__(self) -> None:
        self.last = 0.0
        self.was_hurried = False

    def note(self) -> None:
        """Remember that it gets on."""
        self.last = time.process_time()


progress = Progress()


@frozen
class Limits:
    """How much one run may do.

    The limits that decide are counts, so that the same project ends the same everywhere. Time and memory are a last resort: on the machine
    that they were measured on, a step takes less than a tenth of a millisecond.

    Args:
        steps: statements, calls and iterations of one top-level run; a run gets half of what is left of `all_steps` at most.
        all_steps: the same of all runs of a check together, what is executed in the database and parsed included.
        depth: nested calls within one statement at the top of a module, or within one revision.
        doubtful_calls: nested calls of one function, each in more undecided branches than the one before.
        iterations: turns of one loop.
        doubtful_turns: turns of one `while` of which nobody knows whether they left the loop.
        elements: elements of one container or iterable.
        text: characters of one string.
        modules: modules that may be loaded, of the whole interpreter.
        parsed_bytes: source that may be parsed, of the whole interpreter.
        seconds: processor time of one top-level run, parsing left out; a run gets less where others took much.
        all_seconds: processor time of all runs, parsing left out: its steps bound it.
        mebibytes: by which the process may grow.

    """

    steps: int = 150_000
    all_steps: int = 300_000
    depth: int = 400
    doubtful_calls: int = 1
    iterations: int = 100_000
    doubtful_turns: int = 2
    elements: int = 200_000
    text: int = 5_000_000
    modules: int = 20_000
    parsed_bytes: int = 100_000_000
    seconds: float = 12.0
    all_seconds: float = 19.0
    mebibytes: int = 600


_LEAST_STEPS = 3_000
"""What a run gets in any case, while there are steps at all: few revisions need a tenth of it."""
_LEAST_SECONDS = 0.5
_MEBIBYTES_LEFT = 60
"""What a run may take when those before it took all: the peak of a process never falls, but a revision needs little."""
_STATEMENT_STEPS = 10
_BYTES_A_STEP = 50
_INTERVAL = 1000
"""Steps from one look at the clock to the next."""


@define(slots=True)
class Work:
    """What all runs of a check have done together.

    Args:
        steps: how many steps they took.
        in_runs: processor time of finished runs, parsing left out.

    """

    steps: int = 0
    in_runs: float = 0.0


@define(slots=True)
class Budget:
    """What is left of the limits; `work` is shared by the interpreters of one check."""

    limits: Limits = field(factory=Limits)
    work: Work = field(factory=Work)
    steps: int = 0
    depth: int = 0
    modules: int = 0
    parsed_bytes: int = 0
    started: float = field(factory=time.process_time)
    grown_from: float = field(factory=peak_memory)
    place: Callable[[], Any] = lambda: None
    _next_look: int = field(default=0, init=False)

    @property
    def allowed_steps(self) -> int:
        """The steps of the present run."""
        return max(_LEAST_STEPS, min(self.limits.steps, (self.limits.all_steps - self.work.steps) // 2))

    @property
    def seconds(self) -> float:
        """The processor time of the present run."""
        return max(_LEAST_SECONDS, min(self.limits.seconds, self.limits.seconds - self.work.in_runs / 2))

    @property
    def exhausted(self) -> str | None:
        """Why no further run of this check gets anywhere, None while they do."""
        if self.work.steps + self.steps >= self.limits.all_steps:
            return f"the check takes more than {self.limits.all_steps} steps"
        if self.work.in_runs + time.process_time() - self.started > self.limits.all_seconds:
            progress.was_hurried = True
            return "the check takes more processor time than it may have, on this machine"
        return None

    def spent(self, reason: str) -> Spent:
        """What to raise for a reason, with the present place."""
        return Spent(reason, self.place())

    def refill(self) -> None:
        """Give a new run its steps and its time, and some memory where others have taken all of it."""
        self.work.steps += self.steps
        self.steps = self._next_look = 0
        self.grown_from = max(self.grown_from, peak_memory() - self.limits.mebibytes + _MEBIBYTES_LEFT)
        now = time.process_time()
        self.work.in_runs += now - self.started
        self.started = now
        progress.note()

    @contextmanager
    def parsing(self, size: int) -> Iterator[None]:
        """Count a module of `size` bytes that is parsed; its size bounds the time of that, which is not the program's."""
        self.load(size)
        self.work.steps += size // _BYTES_A_STEP
        before = time.process_time()
        try:
            yield
        finally:
            self.started += time.process_time() - before
            progress.note()

    def tick(self, steps: int = 1) -> None:
        """Count one step."""
        self.steps += steps
        if self.steps >= self._next_look:
            self.check()

    def tick_statement(self) -> None:
        """Count a statement that the database executes."""
        self.tick(_STATEMENT_STEPS)

    def check(self) -> None:
        """Raise Spent when steps, time or memory have run out."""
        allowed = self.allowed_steps
        if (reason := self.exhausted) is not None:
            raise self.spent(reason)
        self._next_look = self.steps + _INTERVAL  # also beyond the end: what follows what was cut short is mostly quick
        if self.steps > allowed:
            raise self.spent(f"evaluation takes more than {allowed} steps")
        self._next_look = min(self._next_look, allowed + 1)
        if time.process_time() - self.started > self.seconds:
            progress.was_hurried = True
            raise self.spent("evaluation takes more processor time than it may have, on this machine")
        if peak_memory() - self.grown_from > self.limits.mebibytes:
            progress.was_hurried = True
            raise self.spent(f"evaluation takes more than {self.limits.mebibytes} MiB of memory")

    def enter(self) -> None:
        """Count one more nested call."""
        self.tick()
        if self.depth >= self.limits.depth:
            raise TooDeep(f"calls nest deeper than {self.limits.depth}", self.place())
        self.depth += 1

    def load(self, size: int) -> None:
        """Count a module of `size` bytes that is to be parsed."""
        self.modules += 1
        self.parsed_bytes += size
        if self.modules > self.limits.modules:
            raise self.spent(f"more than {self.limits.modules} modules are needed")
        if self.parsed_bytes > self.limits.parsed_bytes:
            raise self.spent(f"more than {self.limits.parsed_bytes} bytes of source are needed")

    def elements(self, iterable: Any) -> list[Any]:
        """The elements of a native iterable, which may be endless."""
        found = list(islice(iterable, self.limits.elements + 1))
        if len(found) > self.limits.elements:
            raise self.spent(f"an iterable has more than {self.limits.elements} elements")
        return found
