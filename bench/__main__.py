"""``python -m bench [--quick] [ROW ...]``: measure, show, keep; fail when a floor is missed."""

import sys
import time
from importlib import import_module

import click

from bench import RESULT

ROWS = ("rpc", "availability", "many", "booking", "race", "reminders", "effect", "overload")


@click.command(help=__doc__)
@click.option("--quick", is_flag=True, help="A third of the pairs: to see whether a change helps.")
@click.argument("rows", nargs=-1, type=click.Choice(ROWS))
def main(quick: bool, rows: tuple[str, ...]) -> None:
    # Here and not above: each process of the load imports this module again.
    from bench import report
    from bench.effort import FULL, QUICK
    from bench.ground import Ground

    began = time.monotonic()
    results: list[report.Result] = []
    for name in rows or ROWS:
        print(f"{name} ...", file=sys.stderr, flush=True)
        row = getattr(import_module(f"bench.rows.{name}"), name)
        # New ground for each: what another row has started or kept would be measured too.
        with Ground() as ground:
            results += row(ground, QUICK if quick else FULL)
    report.write(results, RESULT, quick=quick)
    print(report.table(results))
    print(f"\n{time.monotonic() - began:.0f} s; {RESULT} has more.")
    if any(result.verdict == "missed" for result in results):
        sys.exit(1)


if __name__ == "__main__":
    main()
