"""The `mati` command. Heavy modules are imported by the command that needs them, so that help answers at once."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.identity_commands import add_identity
from api.output import print_json, write_text
from kg.errors import InputError, MatiError

if TYPE_CHECKING:
    from api.desk import Desk
    from api.settings import Settings
    from kg.ingest import IngestReport
    from kg.records import Document

SPARQL_FORMATS = ("json", "xml", "csv", "tsv", "ttl", "nt", "rdfxml", "jsonld")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0, 1 on an error, 2 on wrong usage."""
    arguments = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # whatever the locale; "\udcff" is how JSON writes a stray byte
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return int(arguments.run(arguments))
    except MatiError as error:
        print(f"mati: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away; nothing to tell it
        return 1
    except KeyboardInterrupt:
        print("mati: stopped.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mati",
        description="Thai meeting records as a knowledge graph and a semantic index; answers show their evidence.",
    )
    parser.add_argument("--data", type=Path, help="data folder (default: MATI_DATA, then ./mati-data)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Any, summary: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=summary, description=summary)
        command.set_defaults(run=run)
        return command

    ingest = add("ingest", _ingest, "read files and folders into the data folder")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    ingest.add_argument("--json", action="store_true", help="report as JSON")

    record = add("record", _record, "print what is read from one file, as JSON; needs no data folder")
    record.add_argument("file", type=Path)
    record.add_argument(
        "--coverage", action="store_true", help="what became of every line, instead of the record"
    )
    record.add_argument("--json", action="store_true", help="the coverage as JSON (a record always is)")

    text = add("text", _text, "print the text layer of one file, which every span counts in")
    text.add_argument("file", type=Path)

    revision = add("revision", _revision, "what later meetings corrected in a record's minutes")
    revision.add_argument("name", metavar="FILE-or-IRI")
    revision.add_argument("--text", action="store_true", help="the whole text as corrected, instead")
    revision.add_argument("--json", action="store_true")

    ask = add("ask", _ask, "answer a question, in Thai or English, with its evidence")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--in", dest="within", metavar="FILE-or-IRI", help="look in one document only")
    ask.add_argument("--batch", type=Path, metavar="FILE.jsonl", help="one question a line: id, question, in")
    ask.add_argument("--json", action="store_true", help="the answer as JSON")
    ask.add_argument("--explain", action="store_true", help="how the question was read, and the query")

    search = add("search", _search, "find passages by words and meaning")
    search.add_argument("query")
    search.add_argument("--limit", type=_positive, default=10)
    search.add_argument("--in", dest="within", metavar="FILE-or-IRI", help="look in one document only")
    search.add_argument("--body", action="append", help="only meetings of this body (may be repeated)")
    search.add_argument("--year", type=int, action="append", help="only meetings of this year, BE or CE")
    search.add_argument("--kind", action="append", help="only passages of this kind, e.g. resolution")
    search.add_argument("--from", dest="date_from", help="only meetings on or after this day (2020-09-02)")
    search.add_argument("--to", dest="date_to", help="only meetings on or before this day")
    search.add_argument("--json", action="store_true")

    trace = add("trace", _trace, "every mention of a project and every resolution that covers it")
    trace.add_argument("name")
    trace.add_argument("--json", action="store_true")

    query = add("query", _query, "ask one of the graph's own questions, e.g. the ledger of assignments")
    query.add_argument("name", nargs="?", help="which (default: list them)")
    query.add_argument("values", nargs="*", metavar="NAME=VALUE", help="narrow it: project=CITYMAP")
    form = query.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    query.add_argument("--explain", action="store_true", help="the query that ran too")

    sparql = add("sparql", _sparql, "run a read-only SPARQL query")
    sparql.add_argument("query", nargs="?")
    sparql.add_argument("--file", type=Path, help="read the query from a file")
    sparql.add_argument("--format", choices=SPARQL_FORMATS, help="default: json for rows, ttl for graphs")

    export = add("export", _export, "write the whole graph to standard output")
    export.add_argument("--format", choices=("nq", "ttl", "jsonld"), default="nq")

    remove = add("remove", _remove, "forget a document with all its facts")
    remove.add_argument("name", metavar="FILE-or-IRI")

    listing = add("list", _list, "list the documents of the data folder")
    listing.add_argument("--json", action="store_true")

    check = add("check", _check, "check every record: what it lacks, what to look at")
    check.add_argument("--store", action="store_true", help="where records contradict each other, instead")
    check.add_argument("--json", action="store_true")

    identity = add("identity", None, "who is who: spellings, reasons, and what people decided")
    add_identity(identity, _desk)

    add("reindex", _reindex, "make graph and index again from the library")
    add("serve", _serve, "the web pages and the HTTP API")
    return parser


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 is needed")
    return number


def _settings(arguments: argparse.Namespace) -> Settings:
    from api.settings import read_settings

    return read_settings(data=arguments.data)


@contextmanager
def _desk(arguments: argparse.Namespace, *, write: bool = False, make: bool = True) -> Iterator[Desk]:
    from api.desk import Desk

    with Desk.open(_settings(arguments), write=write, make=make, command=f"mati {arguments.command}") as desk:
        yield desk


def _ingest(arguments: argparse.Namespace) -> int:
    from api.progress import progress_bar

    with _desk(arguments, write=True) as desk, progress_bar("file", wanted=not arguments.json) as show:
        report = desk.ingest(arguments.paths, progress=show)
    if arguments.json:
        print_json(report)
    else:
        _print_report(report)
    return 1 if report.failed else 0


def _print_report(report: IngestReport) -> None:
    counts = [(name, len(getattr(report, name))) for name in ("added", "replaced", "unchanged", "failed")]
    print(", ".join(f"{name} {count}" for name, count in counts))
    for failure in report.failed:
        print(f"failed: {failure.message}", file=sys.stderr)
    if report.skipped:
        print(f"skipped {len(report.skipped)} files of kinds this version does not read.", file=sys.stderr)
    if report.warned:
        print(f"{len(report.warned)} with warnings: `mati check` shows them.", file=sys.stderr)


def _document(arguments: argparse.Namespace) -> Document:
    from api.progress import progress_bar
    from kg.documents import ReadOptions, read_document

    settings = _settings(arguments)
    with progress_bar("page") as show:
        return read_document(
            arguments.file,
            name=arguments.file.name,
            options=ReadOptions(settings.max_file_bytes, settings.ocr),
            on_page=lambda done, pages: show(done, pages, "OCR"),
        )


def _record(arguments: argparse.Namespace) -> int:
    from api.layer_view import coverage_json, coverage_text, layer_json
    from kg.parse import read_record
    from kg.record_json import record_to_json

    document = _document(arguments)
    record = read_record(document)
    if not arguments.coverage:
        value = record_to_json(record) | {"layer": layer_json(document)}
        print(json.dumps(value, ensure_ascii=False, indent=1))
    elif arguments.json:
        print(json.dumps(coverage_json(record, document), ensure_ascii=False, indent=1))
    else:
        print(coverage_text(record, document))
    return 0


def _text(arguments: argparse.Namespace) -> int:
    write_text(_document(arguments).text)
    return 0


def _revision(arguments: argparse.Namespace) -> int:
    from api.revision_view import revision_json, revision_text

    with _desk(arguments) as desk:
        document, found = desk.document(desk.entry(arguments.name).sha256), desk.revision(arguments.name)
        files = {entry.sha256: entry.label for entry in desk.entries()}
    if arguments.text:
        write_text(found.text)
    elif arguments.json:
        print_json(revision_json(document, found))
    else:
        print(revision_text(document, found, files))
    return 0


def _ask(arguments: argparse.Namespace) -> int:
    from api.batch import answer_batch
    from api.plain import answer_json, answer_text

    if (arguments.batch is None) == (arguments.question is None):
        print("mati ask: give a QUESTION, or --batch FILE.jsonl.", file=sys.stderr)
        return 2
    with _desk(arguments) as desk:
        if arguments.batch is not None:
            return answer_batch(desk, arguments.batch, sys.stdout)
        answer = desk.ask(arguments.question, within=arguments.within)
    if arguments.json:
        print_json(answer_json(answer))
    else:
        print(answer_text(answer, explain=arguments.explain))
    return 0


def _search(arguments: argparse.Namespace) -> int:
    from api.plain import hits_text
    from search.filters import Filters

    with _desk(arguments) as desk:
        filters = Filters(
            sha256s=frozenset({desk.entry(arguments.within).sha256}) if arguments.within else None,
            bodies=frozenset(arguments.body) if arguments.body else None,
            years_be=frozenset(map(_year, arguments.year)) if arguments.year else None,
            kinds=frozenset(arguments.kind) if arguments.kind else None,
            date_from=_day(arguments.date_from),
            date_to=_day(arguments.date_to),
        )
        hits = desk.search(arguments.query, limit=arguments.limit, filters=filters)
    if arguments.json:
        from api.plain import hits_json

        print_json(hits_json(hits))
    else:
        print(hits_text(hits))
    return 0


def _year(year: int) -> int:
    from kg.thai import buddhist_year

    found = buddhist_year(year)
    if found is None:
        raise InputError(f"--year {year} is no year: write 2563 or 2020.")
    return found


def _day(text: str | None) -> Any:
    from kg.thai import find_dates

    if text is None:
        return None
    found = find_dates(text)
    if not found:
        raise InputError(f"{text!r} is no date: write it as 2020-09-02, 2/9/2563 or 2 กันยายน 2563.")
    return found[0].date


def _trace(arguments: argparse.Namespace) -> int:
    from api.plain import trace_text

    with _desk(arguments) as desk:
        found = desk.trace(arguments.name)
    if arguments.json:
        print_json(found)
    else:
        print(trace_text(found))
    return 0


def _query(arguments: argparse.Namespace) -> int:
    from api.query_text import answered_text, questions_text
    from api.query_view import answered, answered_csv, answered_json, given_values

    if arguments.name is None:
        print(questions_text())
        return 0
    with _desk(arguments) as desk:
        found = answered(desk, arguments.name, given_values(arguments.values))
        if arguments.json:
            print_json(answered_json(found))
        elif arguments.csv:
            sys.stdout.write(answered_csv(found))
        else:
            print(answered_text(desk, found, sparql=arguments.explain))
    return 0


def _sparql(arguments: argparse.Namespace) -> int:
    if (arguments.query is None) == (arguments.file is None):
        print("mati sparql: give a QUERY, or --file F.", file=sys.stderr)
        return 2
    text = arguments.query
    if text is None:
        from kg.documents import read_document

        text = read_document(arguments.file, name=str(arguments.file)).text
    with _desk(arguments) as desk:
        result = desk.sparql(text, format=arguments.format)
    sys.stdout.buffer.write(result.body)
    sys.stdout.buffer.flush()
    if result.truncated:
        print("mati: the result was cut at its largest size.", file=sys.stderr)
        return 1
    return 0


def _export(arguments: argparse.Namespace) -> int:
    with _desk(arguments) as desk:
        desk.export(arguments.format, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    with _desk(arguments, write=True, make=False) as desk:
        print(f"removed {desk.remove(arguments.name)}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from api.plain import entries_text

    with _desk(arguments) as desk:
        entries = desk.entries()
    if arguments.json:
        print_json(entries)
    else:
        print(entries_text(entries))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from api.plain import checks_text
    from api.progress import progress_bar

    if arguments.store:
        return _check_store(arguments)
    with _desk(arguments) as desk, progress_bar("record", wanted=not arguments.json) as show:
        checks = desk.check(progress=show)
    if arguments.json:
        print_json(checks)
    else:
        print(checks_text(checks))
    return 0


def _check_store(arguments: argparse.Namespace) -> int:
    from api.plain import contradictions_text

    with _desk(arguments) as desk:
        found = desk.check_store()
    if arguments.json:
        print_json(found)
    else:
        print(contradictions_text(found))
    return 0


def _reindex(arguments: argparse.Namespace) -> int:
    from api.desk import reindex

    print(f"made again: {reindex(_settings(arguments))} documents")
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    import uvicorn

    from api.app import create_app
    from api.security import check_binding

    settings = _settings(arguments)
    check_binding(settings)
    print(f"Mati: http://{settings.host}:{settings.port}/ (data: {settings.data})", file=sys.stderr)
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning")
    return 0


if __name__ == "__main__":
    sys.exit(main())
