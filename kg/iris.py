"""Every IRI Mati mints, as `docs/architecture.md` lists them. Pure: the same thing always gets the same IRI.

Functions return plain IRIs (no angle brackets). Whatever comes from a record is hashed or percent-encoded, so
an IRI holds only unreserved ASCII after its base. `base` ends with a slash and is trusted.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from hashlib import sha256 as _sha256
from urllib.parse import quote

from kg.records import Span
from kg.thai import BE_OFFSET, fold

BASE = "https://w3id.org/mati/id/"
ONTOLOGY = "https://w3id.org/mati/ont#"
CODES = "https://w3id.org/mati/code/"

_DOCUMENT_DIGITS = 16
_NAME_DIGITS = 10


def document_key(sha256: str) -> str:
    """Return `<h>`: the first 16 hex digits of a document's sha256, lower case."""
    return quote(sha256[:_DOCUMENT_DIGITS].lower(), safe="")


@lru_cache(maxsize=8192)  # a record names the same few bodies and people again and again
def name_key(name: str) -> str:
    """Return what two spellings of one name share: `thai.fold`, or the stripped text where nothing folds."""
    return fold(name) or name.strip()


def hashed(*parts: str) -> str:
    """Return 10 hex digits that stand for `parts` (their order and borders count)."""
    return _sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_NAME_DIGITS]


def ontology(name: str) -> str:
    """Return the IRI of a term of `ontology/mati.ttl`."""
    return ONTOLOGY + name


def code_scheme(scheme: str) -> str:
    """Return the IRI of a code list, e.g. "resolution-type"."""
    return CODES + quote(scheme, safe="")


def code(scheme: str, value: str) -> str:
    """Return the IRI of one code, e.g. ("resolution-type", "approve")."""
    return f"{CODES}{quote(scheme, safe='')}/{quote(value, safe='')}"


def document(sha256: str, base: str = BASE) -> str:
    """Return the IRI of a document."""
    return f"{base}document/{document_key(sha256)}"


def graph(sha256: str, base: str = BASE) -> str:
    """Return the IRI of the named graph that holds what a document says."""
    return f"{base}graph/{document_key(sha256)}"


def text(sha256: str, base: str = BASE) -> str:
    """Return the IRI of a document's text layer."""
    return f"{base}text/{document_key(sha256)}"


def agency(name: str, *, within: str = "", base: str = BASE) -> str:
    """Return the IRI of a body or agency. `within` scopes a name that means nothing alone (ฝ่ายเลขานุการ)."""
    return f"{base}agency/{_named(name, within)}"


def person(name: str, *, part: str = "", base: str = BASE) -> str:
    """Return the IRI of a person; `name` has no title, `part` tells namesakes apart."""
    return f"{base}person/{_named(name, part)}"


def project(name: str, *, part: str = "", base: str = BASE) -> str:
    """Return the IRI of a project; `part` tells two of one name apart."""
    return f"{base}project/{_named(name, part)}"


def post(title: str, agency_iri: str | None, base: str = BASE) -> str:
    """Return the IRI of a post: its title in the agency (an IRI) it belongs to."""
    return f"{base}post/{hashed(name_key(title), agency_iri or '')}"


def fiscal_year(year_be: int, base: str = BASE) -> str:
    """Return the IRI of a Thai fiscal year, Buddhist era."""
    return f"{base}fiscal-year/{year_be}"


def law(name: str, kind: str, year_be: int | None, base: str = BASE) -> str:
    """Return the IRI of a law or plan; `year_be` tells editions apart."""
    return f"{base}law/{hashed(kind, name_key(name), str(year_be or ''))}"


def meeting(
    body: str | None,
    *,
    number: int | None = None,
    year_be: int | None = None,
    day: date | None = None,
    session: str | None = None,
    base: str = BASE,
) -> str | None:
    """Return the IRI of a meeting, or None where it cannot be told from others.

    A numbered meeting is its body, year (else the date's) and number, and its session where the body numbers
    within sessions; an unnumbered one its body and date.
    """
    if body is None:
        return None
    year = year_be if year_be is not None else (day.year + BE_OFFSET if day else None)
    if number is not None and year is not None:
        parts = [name_key(body), str(year), str(number)]
    elif number is None and day is not None:
        parts = [name_key(body), day.isoformat()]
    else:
        return None
    if session:
        parts.append(name_key(session))
    return f"{base}meeting/{hashed(*parts)}"


def unnamed_meeting(sha256: str, base: str = BASE) -> str:
    """Return the IRI of a meeting known only by the one document that records it."""
    return f"{base}meeting/{document_key(sha256)}"


def agenda(sha256: str, number: str, base: str = BASE) -> str:
    """Return the IRI of an agenda item; `number` is unique in the document (a repeat is "4.1~2")."""
    return f"{base}agenda/{document_key(sha256)}/{_part(number)}"


def resolution(sha256: str, item: str | None, n: int, base: str = BASE) -> str:
    """Return the IRI of the `n`-th resolution (from 1) of an agenda number, or of none ("0")."""
    return f"{base}resolution/{document_key(sha256)}/{_part(item)}/{n}"


def assignment(sha256: str, item: str | None, n: int, k: int, base: str = BASE) -> str:
    """Return the IRI of the `k`-th assignment (from 1) of that resolution."""
    return f"{base}assignment/{document_key(sha256)}/{_part(item)}/{n}/{k}"


def suggestion(sha256: str, item: str | None, n: int, base: str = BASE) -> str:
    """Return the IRI of the `n`-th suggestion (from 1) of an agenda number."""
    return f"{base}suggestion/{document_key(sha256)}/{_part(item)}/{n}"


def attendance(sha256: str, section: str, n: int, base: str = BASE) -> str:
    """Return the IRI of the `n`-th row (from 1) of an attendance list."""
    return f"{base}attendance/{document_key(sha256)}/{_part(section)}/{n}"


def reference(sha256: str, n: int, base: str = BASE) -> str:
    """Return the IRI of the `n`-th reference to another meeting (from 1)."""
    return f"{base}reference/{document_key(sha256)}/{n}"


def planned(sha256: str, base: str = BASE) -> str:
    """Return the IRI of the next meeting as announced."""
    return f"{base}planned/{document_key(sha256)}"


def signature(sha256: str, role: str, base: str = BASE) -> str:
    """Return the IRI of a signature; `role` is "recorder" or "checker"."""
    return f"{base}signature/{document_key(sha256)}/{_part(role)}"


def warning(sha256: str, n: int, base: str = BASE) -> str:
    """Return the IRI of the `n`-th warning (from 1)."""
    return f"{base}warning/{document_key(sha256)}/{n}"


def span(sha256: str, where: Span, base: str = BASE) -> str:
    """Return the IRI of a stretch of a document's text layer."""
    return f"{base}span/{document_key(sha256)}/{where.start}-{where.end}"


def mention(sha256: str, where: Span, thing: str, base: str = BASE) -> str:
    """Return the IRI of a place that names `thing` (an IRI): a project mention or a law citation."""
    return f"{base}mention/{document_key(sha256)}/{where.start}-{where.end}/{hashed(thing)}"


def coverage(sha256: str, item: str | None, n: int, project_iri: str, base: str = BASE) -> str:
    """Return the IRI of the tie of that resolution to a project (an IRI)."""
    return f"{base}coverage/{document_key(sha256)}/{_part(item)}/{n}/{hashed(project_iri)}"


def run(sha256: str, base: str = BASE) -> str:
    """Return the IRI of the reading of a document."""
    return f"{base}run/{document_key(sha256)}"


def software(version: str, base: str = BASE) -> str:
    """Return the IRI of the software that read, by version."""
    return f"{base}software/mati-{quote(version, safe='')}"


def vote(sha256: str, item: str | None, n: int, base: str = BASE) -> str:
    """Return the IRI of the vote on the `n`-th resolution (from 1) of an agenda number."""
    return f"{base}vote/{document_key(sha256)}/{_part(item)}/{n}"


def money(sha256: str, n: int, base: str = BASE) -> str:
    """Return the IRI of the `n`-th sum of money (from 1)."""
    return f"{base}money/{document_key(sha256)}/{n}"


def remark(sha256: str, n: int, base: str = BASE) -> str:
    """Return the IRI of the `n`-th remark of a speaker (from 1)."""
    return f"{base}remark/{document_key(sha256)}/{n}"


def report(sha256: str, n: int, base: str = BASE) -> str:
    """Return the IRI of the `n`-th report on something assigned (from 1)."""
    return f"{base}report/{document_key(sha256)}/{n}"


def correction(sha256: str, n: int, base: str = BASE) -> str:
    """Return the IRI of the `n`-th correction to earlier minutes (from 1)."""
    return f"{base}correction/{document_key(sha256)}/{n}"


def revised_text(sha256: str, base: str = BASE) -> str:
    """Return the IRI of a document's text layer with the corrections of a later meeting."""
    return f"{base}text/{document_key(sha256)}/revised"


def follow_up(sha256: str, item: str, n: int, base: str = BASE) -> str:
    """Return the IRI of the `n`-th tie (from 1) of an agenda item, by its unique name, to an earlier one."""
    return f"{base}followup/{document_key(sha256)}/{_part(item)}/{n}"


def matter(title: str, body_iri: str, base: str = BASE) -> str:
    """Return the IRI of a matter: the title of its earliest item, in the body (an IRI) that has it."""
    return f"{base}matter/{hashed(name_key(title), body_iri)}"


def series(body_iri: str, base: str = BASE) -> str:
    """Return the IRI of the series of a body's meetings."""
    return f"{base}series/{hashed(body_iri)}"


def series_graph(body_iri: str, base: str = BASE) -> str:
    """Return the IRI of the named graph that holds what follows from all of a series: gaps, memberships."""
    return f"{base}graph/series-{hashed(body_iri)}"


def gap(series_iri: str, number: int, year_be: int | None, session: str | None, base: str = BASE) -> str:
    """Return the IRI of a number that is missing in a series."""
    return f"{base}gap/{hashed(series_iri, str(number), str(year_be or ''), name_key(session or ''))}"


def membership(series_iri: str, person_iri: str, role: str, base: str = BASE) -> str:
    """Return the IRI of a person's membership of a body in a role."""
    return f"{base}membership/{hashed(series_iri, person_iri, name_key(role))}"


def identity_link(kind: str, one: str, other: str, base: str = BASE) -> str:
    """Return the IRI of what ties two spellings (keys) of that kind, whichever comes first."""
    return f"{base}identity/{_part(kind)}/{hashed(*sorted((one, other)))}"


def identity_graph(kind: str, key: str, base: str = BASE) -> str:
    """Return the IRI of the named graph that holds why the spellings of one entity (its key) are one."""
    return f"{base}graph/identity-{_part(kind)}-{hashed(key)}"


def annotation(sha256: str, where: Span, body: str, base: str = BASE) -> str:
    """Return the IRI of the annotation that puts `body` (an IRI) on a stretch of text."""
    return f"{base}annotation/{document_key(sha256)}/{where.start}-{where.end}/{hashed(body)}"


def _named(name: str, part: str) -> str:
    return hashed(name_key(name), part) if part else hashed(name_key(name))


def _part(value: str | None) -> str:
    # quote leaves "." alone, and a path part "." or ".." would be resolved away by clients
    encoded = quote((value or "0").encode("utf-8", "surrogatepass"), safe="")
    return encoded.replace(".", "%2E") if not encoded.strip(".") else encoded
