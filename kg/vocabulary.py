"""Terms that triples use, as N-Triples terms. Ours are defined in `ontology/mati.ttl`, its codes in `codes.ttl`."""

from __future__ import annotations

from functools import lru_cache

from kg import iris
from kg.nquads import iri

ELI = "http://data.europa.eu/eli/ontology#"
ELI_DL = "http://data.europa.eu/eli/eli-draft-legislation-ontology#"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
ORG = "http://www.w3.org/ns/org#"
FOAF = "http://xmlns.com/foaf/0.1/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"

TYPE = iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PREF_LABEL = iri(SKOS + "prefLabel")
ALT_LABEL = iri(SKOS + "altLabel")
HIDDEN_LABEL = iri(SKOS + "hiddenLabel")
NOTATION = iri(SKOS + "notation")
TITLE = iri(DCTERMS + "title")
REFERENCES = iri(DCTERMS + "references")
VALUE = iri(PROV + "value")
STARTED = iri(PROV + "startedAtTime")
ENDED = iri(PROV + "endedAtTime")
DERIVED_FROM = iri(PROV + "wasDerivedFrom")
START_DATE = iri(SCHEMA + "startDate")
POSITION = iri(SCHEMA + "position")
END_DATE = iri(SCHEMA + "endDate")
DATE_CREATED = iri(SCHEMA + "dateCreated")
AMOUNT = iri(SCHEMA + "value")
CURRENCY = iri(SCHEMA + "currency")
TEMPORAL = iri(DCTERMS + "temporal")
IS_PART_OF = iri(DCTERMS + "isPartOf")
IS_REPLACED_BY = iri(DCTERMS + "isReplacedBy")
SOURCE = iri(DCTERMS + "source")
WAS_REVISION_OF = iri(PROV + "wasRevisionOf")
WAS_ATTRIBUTED_TO = iri(PROV + "wasAttributedTo")
WAS_GENERATED_BY = iri(PROV + "wasGeneratedBy")
WAS_ASSOCIATED_WITH = iri(PROV + "wasAssociatedWith")
USED = iri(PROV + "used")
POST_IN = iri(ORG + "postIn")
HOLDS = iri(ORG + "holds")
MEMBER = iri(ORG + "member")
ORGANIZATION_OF = iri(ORG + "organization")
SUB_ORGANIZATION_OF = iri(ORG + "subOrganizationOf")
CLASSIFICATION = iri(ORG + "classification")
FORMS_PART_OF = iri(ELI_DL + "forms_part_of")
HAD_PARTICIPATION = iri(ELI_DL + "had_participation")
GENERATED = iri(PROV + "generated")

ENTITY = iri(PROV + "Entity")
ACTIVITY = iri(ELI_DL + "Activity")
PARTICIPATION = iri(ELI_DL + "Participation")
FORESEEN_ACTIVITY = iri(ELI_DL + "ForeseenActivity")
PROV_ACTIVITY = iri(PROV + "Activity")
EVENT = iri(SCHEMA + "Event")
ACTION = iri(SCHEMA + "Action")
PERSON = iri(FOAF + "Person")
AGENT = iri(FOAF + "Agent")
FOAF_PROJECT = iri(FOAF + "Project")
FOAF_DOCUMENT = iri(FOAF + "Document")
ORGANIZATION = iri(ORG + "Organization")
LEGAL_RESOURCE = iri(ELI + "LegalResource")

PROCESS = iri(ELI_DL + "Process")
EVENT_SERIES = iri(SCHEMA + "EventSeries")
MONETARY_AMOUNT = iri(SCHEMA + "MonetaryAmount")
PERIOD_OF_TIME = iri(DCTERMS + "PeriodOfTime")
SOFTWARE_AGENT = iri(PROV + "SoftwareAgent")
POST = iri(ORG + "Post")
MEMBERSHIP = iri(ORG + "Membership")

ANNOTATION = iri(OA + "Annotation")
SPECIFIC_RESOURCE = iri(OA + "SpecificResource")
POSITION_SELECTOR = iri(OA + "TextPositionSelector")
QUOTE_SELECTOR = iri(OA + "TextQuoteSelector")
HAS_BODY = iri(OA + "hasBody")
HAS_TARGET = iri(OA + "hasTarget")
HAS_SOURCE = iri(OA + "hasSource")
HAS_SELECTOR = iri(OA + "hasSelector")
MOTIVATED_BY = iri(OA + "motivatedBy")
IDENTIFYING = iri(OA + "identifying")
OA_START = iri(OA + "start")
OA_END = iri(OA + "end")
OA_EXACT = iri(OA + "exact")


@lru_cache(maxsize=256)
def m(name: str) -> str:
    """Return the term of `ontology/mati.ttl` with that local name."""
    return iri(iris.ontology(name))


@lru_cache(maxsize=256)
def c(scheme: str, value: str) -> str:
    """Return the term of a code."""
    return iri(iris.code(scheme, value))
