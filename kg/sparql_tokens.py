"""SPARQL text → tokens, by the terminals of the SPARQL grammar, in time linear in the text.

The guard counts on these tokens being what a parser sees. Where the grammar leaves that open (`<` may begin
an IRI or compare; an escape may stand for a quote) the text is refused instead of guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import QueryForbidden, QuerySyntax

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = _BASE + "_0-9\u00b7\u0300-\u036f\u203f\u2040"
_LABEL = rf"[{_BASE}](?:\.*+[{_NAME}\-]){{0,64}}+"  # capped: "a.a.a…" must not be read again from every "a"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\n]++|\#[^\n]*+)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
  | (?P<string>\"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*+\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*+'''
      |"(?!"")(?:[^"\\\n]|\\[^\n])*+"|'(?!'')(?:[^'\\\n]|\\[^\n])*+')
  | (?P<open_quote>["'])
  | (?P<lang>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?+)
  | (?P<blank>_:[{_NAME}](?:\.*+[{_NAME}\-])*+)
  | (?P<var>[?$][{_NAME}]++)
  | (?P<pname>(?:{_LABEL})?+:(?:(?:[{_NAME}:]|{_ESCAPED})(?:\.*+(?:[{_NAME}:\-]|{_ESCAPED}))*+)?+)
  | (?P<number>(?:[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)
  | (?P<word>[A-Za-z][A-Za-z0-9_]*+)
  | (?P<op>\^\^|&&|\|\||!=|<=|>=|<<|>>|[{{}}()\[\].,;=<>+\-*/|^!?$])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_TERM_ENDS = frozenset({"iri", "string", "lang", "blank", "var", "pname", "number"})
_SURELY_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_HARMLESS_IRI = re.compile(rf"<[{_NAME}.:\-%/~+@]*>")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (a group of the grammar), its text, and where it begins (code points)."""

    kind: str
    text: str
    start: int

    @property
    def upper(self) -> str:
        """The text as keywords are compared."""
        return self.text.upper()

    @property
    def ends_term(self) -> bool:
        """Whether an RDF term, a variable or a bracketed expression may end here."""
        return self.kind in _TERM_ENDS or self.text in {")", "]"} or self.upper in {"TRUE", "FALSE"}


def normal_text(text: str) -> str:
    """Return the text with line feeds as its only line ends and no byte-order mark.

    Parsers differ in what ends a comment; after this they cannot.

    Raises:
        QuerySyntax: it holds a control character or half a surrogate pair.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    bad = _UNSENDABLE.search(text)
    if bad:
        raise syntax_error(text, bad.start(), f"the character U+{ord(bad[0]):04X} may not stand in a query")
    return text


def tokens(text: str) -> list[Token]:
    """Return the tokens of a normal text, white space and comments left out.

    Raises:
        QuerySyntax: something is no token of SPARQL (an open quote, a stray character); line and column known.
        QueryForbidden: parsers might read the text in two ways.
    """
    found = _scan(text)
    if _ESCAPE.search(text):
        # some parsers expand escapes before they look for tokens, some after: both must see the same
        expanded = _ESCAPE.sub(_character, text)
        if [token.kind for token in _scan(normal_text(expanded))] != [token.kind for token in found]:
            at = _ESCAPE.search(text)
            raise QueryForbidden(
                f"the escape {at[0] if at else ''} may change how the query is read: write the character itself"
            )
    return found


def syntax_error(text: str, at: int, message: str) -> QuerySyntax:
    """Return the error for something wrong at an offset; the message begins with line and column."""
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return QuerySyntax(f"line {line}, column {column}: {message}", line=line, column=column)


def _scan(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise syntax_error(text, at, f"{text[at]!r} is not understood here")
        kind = match.lastgroup or ""
        if kind == "open_quote":
            raise syntax_error(text, at, 'this quoted text does not end; a quote inside it is written \\"')
        if kind == "iri" and found and found[-1].ends_term and not _declares_prefix(found):
            _refuse_two_readings(match[0])
        if kind != "space":
            found.append(Token(kind, match[0], at))
        at = match.end()
    return found


def _declares_prefix(found: list[Token]) -> bool:
    return len(found) > 1 and found[-2].kind == "word" and found[-2].upper == "PREFIX"


def _refuse_two_readings(iri: str) -> None:
    """After a term, `<…>` may be an IRI or two comparisons; let through what hides nothing either way."""
    if not _SURELY_IRI.match(iri) and not _HARMLESS_IRI.fullmatch(iri):
        raise QueryForbidden(
            f"{iri} may be read as an IRI or as a comparison: put spaces around < and >, "
            "or declare a PREFIX for the IRI"
        )


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else "\x00"
