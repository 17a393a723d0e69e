"""`make demo`: read the bundled records, then show four answers with the words they rest on."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from api.desk import Desk, reindex
from api.plain import answer_text, trace_text
from api.settings import Settings, read_settings
from kg.errors import IndexMismatch

RECORDS = Path(__file__).parent / "records"
GRAPH = "คณะกรรมการขับเคลื่อนเมืองดิจิทัล ครั้งที่ 5/2566 ใครไม่มาประชุม เพราะเหตุใด"
PASSAGES = "เหตุใดที่ประชุมไม่รับข้อเสนอเช่ารถจักรยานไฟฟ้า"
ABSENT = "รหัสผ่าน Zoom ของการประชุมโรงพยาบาลท่าธารคืออะไร"
PROJECT = "Smart CCTV"


def made_current(settings: Settings) -> None:
    """Make the index again where an earlier version of Mati left one that this one cannot use."""
    try:
        with Desk.open(settings, write=True, command="make demo"):
            pass
    except IndexMismatch:
        print("The demo's index is of another version: making it again …")
        reindex(settings)


def main() -> None:
    """Ingest into the folder given (default: demo-data) and print the four things."""
    started = time.perf_counter()
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "demo-data")
    settings = read_settings(data=data)
    made_current(settings)
    with Desk.open(settings, write=True, command="make demo") as desk:
        report = desk.ingest([RECORDS])
        taken = len(report.added) + len(report.replaced)
        print(
            f"Read {taken} records, {len(report.unchanged)} unchanged, from {RECORDS.name}/ into {data}/.\n"
        )
        for title, question in (
            ("1. From the graph", GRAPH),
            ("2. From passages", PASSAGES),
            ("3. Not in the records", ABSENT),
        ):
            print(f'── {title} ──\n$ mati --data {data} ask "{question}"')
            print(answer_text(desk.ask(question)), "\n")
        print(
            f'── 4. A project, and the resolutions that cover it ──\n$ mati --data {data} trace "{PROJECT}"'
        )
        print(trace_text(desk.trace(PROJECT)), "\n")
    print(f"Done in {time.perf_counter() - started:.1f} s. Go on:")
    print("  make serve                                   the pages, on http://127.0.0.1:8017")
    print(f'  .venv/bin/mati --data {data} ask "…"      a question of your own')
    print(f"  .venv/bin/mati --data {data} ingest PATH    records of your own")
    print("  docs/architecture.md, notebooks/             how it works, and how to use it from Python")


if __name__ == "__main__":
    main()
