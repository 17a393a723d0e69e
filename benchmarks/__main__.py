"""`make bench`: run every benchmark of this folder, one after the other."""

import runpy
import sys
from pathlib import Path

for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    print(f"\n== {path.stem} ==", flush=True)
    try:
        runpy.run_module(f"benchmarks.{path.stem}", run_name="__main__")
    except SystemExit as stop:
        if stop.code:
            print(f"stopped: {stop.code}", file=sys.stderr)
