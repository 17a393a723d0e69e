r"""The one writer of N-Triples terms and N-Quads lines.

Terms are strings already in N-Triples form ("<iri>", "\"text\"@th"); a `Triple` is three of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time

Triple = tuple[str, str, str]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_MUST_ESCAPE = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff]')
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}
_ESCAPES |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # a lone surrogate is no character: RDF has none
_ESCAPES |= {ord(char): "\\" + name for char, name in zip('\b\t\n\f\r"\\', 'btnfr"\\', strict=True)}
_BAD_IN_IRI = re.compile('[\x00-\x20<>"{}|^`\\\\]')


def iri(value: str) -> str:
    """Return an IRI as a term; characters that no IRI may hold are percent-encoded."""
    if _BAD_IN_IRI.search(value):
        value = _BAD_IN_IRI.sub(lambda match: f"%{ord(match[0]):02X}", value)
    return f"<{value}>"


def text(value: str, language: str | None = None) -> str:
    """Return a string as a term, with a language tag where given; every character is kept."""
    if _MUST_ESCAPE.search(value):
        value = value.translate(_ESCAPES)
    return f'"{value}"@{language}' if language else f'"{value}"'


def typed(value: str, datatype: str) -> str:
    """Return a term with an XSD datatype (its local name); `value` is in lexical form."""
    return f'"{value}"^^<{_XSD}{datatype}>'


def boolean(value: bool) -> str:
    """Return an xsd:boolean."""
    return typed("true" if value else "false", "boolean")


def integer(value: int) -> str:
    """Return an xsd:integer."""
    return typed(str(value), "integer")


def decimal(value: str) -> str:
    """Return an xsd:decimal; `value` is its digits, with a point or none ("6170647915", "0.85")."""
    return typed(value, "decimal")


def offset(value: int) -> str:
    """Return an xsd:nonNegativeInteger, the datatype Web Annotation asks of positions."""
    return typed(str(value), "nonNegativeInteger")


def day(value: date) -> str:
    """Return an xsd:date (Common Era)."""
    return typed(value.isoformat(), "date")


def clock(value: time) -> str:
    """Return an xsd:time, without a zone: the time as the record gives it."""
    return typed(value.isoformat("seconds"), "time")


def moment(on: date, at: time) -> str:
    """Return an xsd:dateTime in Thai time (+07:00)."""
    return typed(f"{on.isoformat()}T{at.isoformat('seconds')}+07:00", "dateTime")


def dump(triples: Iterable[Triple], graph: str) -> bytes:
    """Return the triples as sorted, unique N-Quads lines in `graph` (a term), UTF-8, each ended by a newline."""
    tail = f" {graph} .\n"
    lines = {f"{subject} {predicate} {value}{tail}" for subject, predicate, value in triples}
    return "".join(sorted(lines)).encode()
