"""Who is who: in one record (`record`), and over the whole store (`names` says what that gave)."""

from kg.identity.record import Person, Who, identify, person, reference_body, relative_scope

__all__ = ["Person", "Who", "identify", "person", "reference_body", "relative_scope"]
