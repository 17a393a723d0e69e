"""One uploaded file into the records; both the API and the import page use it."""

from __future__ import annotations

from typing import BinaryIO

from api.schemas import Ingested, from_report
from api.service import Service
from kg import errors
from kg.errors import FileTooLarge, InputError, MatiError


def take_upload(service: Service, name: str, file: BinaryIO) -> Ingested:
    """Ingest `file` under the file name `name` and say what became of it.

    Raises DataError where the service only reads, FileTooLarge over the setting's limit, and the InputError or
    MissingExtra that says why the file was refused.
    """
    service.require_writable()
    limit = service.settings.max_file_bytes
    data = file.read(limit + 1)
    if len(data) > limit:
        raise FileTooLarge(
            f"{name} is larger than {limit:,} bytes, the limit of MATI_MAX_FILE_BYTES. Split it."
        )
    with service.writing:
        report = service.desk.ingest_bytes(name, data)
        if report.failed:
            failure = report.failed[0]
            raise _error_of(failure.code)(failure.message)
        return from_report(report, service.desk.entry(name))


def _error_of(code: str) -> type[MatiError]:
    """Return the class of the error whose code this is."""
    return next((cls for cls in vars(errors).values() if _is_error(cls) and cls.code == code), InputError)


def _is_error(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, MatiError)
