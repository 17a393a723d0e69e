"""The error tree of Mati.

MatiError
├── InputError            the file or text given cannot be used
│   ├── FileMissing       no such file or folder
│   ├── FileEmpty         nothing but white space
│   ├── FileTooLarge      over the size limit
│   ├── NotText           binary, or in no encoding or format we read
│   ├── FileDamaged       of a format we read, but broken, cut short or locked with a password
│   ├── FileRefused       over a safety limit: a bomb, too many pages, too slow to read
│   └── UnknownName       no document, meeting or project of that name in the data folder
├── QueryError            a SPARQL query we do not run
│   ├── QuerySyntax       the parser refused it (line and column known)
│   ├── QueryForbidden    update, SERVICE, LOAD, FROM outside the store, or over a cap
│   ├── QueryTimeout      stopped at the time limit
│   ├── QueryCrashed      its worker died (memory limit, engine fault)
│   └── NotAcceptable     no offered result format suits
├── DataError             the data folder
│   ├── DataLocked        another process is writing to it
│   ├── DataCorrupt       a stored file is not what its manifest says
│   └── IndexMismatch     built with another encoder or tokenizer: `mati reindex`
├── SettingError          a setting has a value we cannot use
└── MissingExtra          an optional library is not installed; names the command that installs it

Every message names the thing, the value and the remedy, in one or two sentences.
"""

from __future__ import annotations


class MatiError(Exception):
    """Root of every error Mati raises on purpose. `code` is stable and appears in JSON."""

    code = "mati-error"


class InputError(MatiError):
    """The file or text given cannot be used."""

    code = "bad-input"


class FileMissing(InputError):
    """No such file or folder."""

    code = "file-missing"


class FileEmpty(InputError):
    """Nothing but white space."""

    code = "file-empty"


class FileTooLarge(InputError):
    """Over the size limit."""

    code = "file-too-large"


class NotText(InputError):
    """Binary, or in no encoding or format we read."""

    code = "not-text"


class FileDamaged(InputError):
    """Of a format we read, but broken, cut short or locked with a password."""

    code = "file-damaged"


class FileRefused(InputError):
    """Over a safety limit: what it unpacks to, its pages, or the time or memory its reading takes."""

    code = "file-refused"


class UnknownName(InputError):
    """No document, meeting or project of that name is in the data folder."""

    code = "unknown-name"


class QueryError(MatiError):
    """A SPARQL query we do not run."""

    code = "query-error"


class QuerySyntax(QueryError):
    """The parser refused the query. `line` and `column` count from 1 where known."""

    code = "query-syntax"

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryForbidden(QueryError):
    """Update, SERVICE, LOAD, FROM outside the store, or over a cap."""

    code = "query-forbidden"


class QueryTimeout(QueryError):
    """Stopped at the time limit."""

    code = "query-timeout"


class QueryCrashed(QueryError):
    """The query's worker died (memory limit, engine fault)."""

    code = "query-crashed"


class NotAcceptable(QueryError):
    """No offered result format suits the request."""

    code = "not-acceptable"


class DataError(MatiError):
    """The data folder cannot be used as it is."""

    code = "data-error"


class DataLocked(DataError):
    """Another process is writing to the data folder."""

    code = "data-locked"


class DataCorrupt(DataError):
    """A stored file is not what its manifest says."""

    code = "data-corrupt"


class IndexMismatch(DataError):
    """The index was built with another encoder or tokenizer."""

    code = "index-mismatch"


class SettingError(MatiError):
    """A setting has a value we cannot use."""

    code = "setting-error"


class MissingExtra(MatiError):
    """An optional library is not installed."""

    code = "missing-extra"
