"""`make bench`: run the benchmarks named, or every one of this folder, one after the other.

usage: python -m benchmarks [NAME …]
"""

import runpy
import sys
from pathlib import Path

here = {path.stem for path in Path(__file__).parent.glob("[a-z]*.py")}
wanted = sys.argv[1:] or sorted(here)
if unknown := set(wanted) - here:
    sys.exit(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(sorted(here))}")
for name in wanted:
    print(f"\n== {name} ==", flush=True)
    sys.argv = [name]
    try:
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
    except SystemExit as stop:
        if stop.code:
            print(f"stopped: {stop.code}", file=sys.stderr)
