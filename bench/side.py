"""One side of a comparison: a load, and the processes that answer it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bench import cpu
from bench.load import Load
from bench.slices import Slice
from devstack.processes import NotReady, Process


@dataclass(frozen=True)
class Side:
    """``watched`` are processes by the name under which their CPU is told; ``good`` is the one
    outcome that counts as an answer; ``settle`` waits for what an answer leaves to be done."""

    load: Load
    watched: Mapping[str, list[Process]]
    good: str
    settle: Callable[[], None] = lambda: None

    def slice(self, clients: int, seconds: float) -> Callable[[], Slice]:
        """Return what runs a slice of *clients* for *seconds*.

        Calling it raises NotReady when something other than the good outcome came: a figure
        of refusals would look fine.
        """

        def run() -> Slice:
            before = cpu.used()
            found = self.load.run(clients, seconds)
            self.settle()
            after = cpu.used()
            if set(found.outcomes) != {self.good}:
                raise NotReady(f"asked for {self.good} and got {dict(found.outcomes)}")
            spent = {
                name: sum(after[one.pid] - before[one.pid] for one in processes if one.pid)
                for name, processes in self.watched.items()
            }
            return replace(found, cpu={**found.cpu, **spent})

        return run
