"""Which resolution covers which project, and the reason given."""

from __future__ import annotations

from kg.coverage import coverages, named_places
from kg.places import places
from kg.records import (
    AgendaItem,
    Document,
    Kind,
    Meeting,
    Mention,
    Project,
    Record,
    Resolution,
    ResolutionType,
    Span,
)

APPROVE, NONE = ResolutionType.APPROVE, ResolutionType.NONE


def find(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def item(text: str, number: str, first: str, until: str | None = None) -> AgendaItem:
    end = len(text) if until is None else text.index(until)
    where = Span(text.index(first), end)
    return AgendaItem(number, "เรื่อง", None, where, where)


def resolution(text: str, number: str, words: str, *types: ResolutionType) -> Resolution:
    return Resolution(number, words, types or (APPROVE,), find(text, words))


def covered(
    text: str, agenda: tuple[AgendaItem, ...], resolutions: tuple[Resolution, ...], *projects: Project
) -> list[tuple[int, int, str, str]]:
    record = Record(
        "a.txt",
        "0" * 64,
        Kind.FORMAL_MINUTES,
        Meeting(),
        agenda=agenda,
        resolutions=resolutions,
        projects=projects,
    )
    document = Document("a.txt", text, "0" * 64, "utf-8")
    found = places(agenda)
    return [
        (c.resolution, c.project, c.reason, text[c.span.start : c.span.end])
        for c in coverages(record, document, found, named_places(record, found))
    ]


def test_the_resolution_s_own_words_win_over_the_item() -> None:
    text = "1 โครงการสวนเมือง (PARK) มติ เห็นชอบโครงการ สวนเมือง (PARK)"
    project = Project("โครงการสวนเมือง (PARK)", find(text, "โครงการสวนเมือง (PARK)"), acronym="PARK")
    told = covered(
        text, (item(text, "1", "1"),), (resolution(text, "1", "เห็นชอบโครงการ สวนเมือง (PARK)"),), project
    )
    assert told == [(0, 0, "exact", "โครงการ สวนเมือง (PARK)")]


def test_a_line_break_and_thai_digits_in_a_name_do_not_matter() -> None:
    text = "1 โครงการถนน 3 สาย มติ เห็นชอบโครงการ\nถนน ๓ สาย"
    project = Project("โครงการถนน 3 สาย", find(text, "โครงการถนน 3 สาย"))
    told = covered(
        text, (item(text, "1", "1"),), (resolution(text, "1", "เห็นชอบโครงการ\nถนน ๓ สาย"),), project
    )
    assert told == [(0, 0, "exact", "โครงการ\nถนน ๓ สาย")]


def test_an_acronym_inside_a_longer_word_is_none() -> None:
    text = "1 โครงการสวน มติ เห็นชอบ PARKING และระบบPARKของเขต"
    project = Project("โครงการสวน", find(text, "โครงการสวน"), acronym="PARK")
    told = covered(
        text, (item(text, "1", "1"),), (resolution(text, "1", "เห็นชอบ PARKING และระบบPARKของเขต"),), project
    )
    assert told == [(0, 0, "acronym", "PARK")]
    only_parking = "1 โครงการสวน มติ เห็นชอบ PARKING"
    told = covered(
        only_parking,
        (item(only_parking, "1", "1"),),
        (resolution(only_parking, "1", "เห็นชอบ PARKING"),),
        project,
    )
    assert told == [(0, 0, "same-item", "โครงการสวน")]


def test_a_name_that_begins_a_longer_name_is_not_found_in_it() -> None:
    text = "1 โครงการทะเบียน มติ 2 มติ เห็นชอบโครงการทะเบียนและบัตร"
    first, second = item(text, "1", "1", "2 "), item(text, "2", "2 ")
    short = Project("โครงการทะเบียน", find(text, "โครงการทะเบียน"))
    long = Project("โครงการทะเบียนและบัตร", find(text, "โครงการทะเบียนและบัตร"))
    told = covered(text, (first, second), (resolution(text, "2", "เห็นชอบโครงการทะเบียนและบัตร"),), short, long)
    assert told == [(0, 1, "exact", "โครงการทะเบียนและบัตร")]


def test_a_variant_and_a_mention_keep_their_reason() -> None:
    text = "1 โครงการสวนป่า มติ เห็นชอบโครงการสวนปา และสวนของเมือง"
    where = find(text, "สวนของเมือง")
    by_variant = Project(
        "โครงการสวนป่า", find(text, "โครงการสวนป่า"), variants=("โครงการสวนป่า", "โครงการสวนปา")
    )
    by_mention = Project("โครงการสวนของเมืองใหม่", Span(0, 1), mentions=(Mention(where, "variant"),))
    words = "เห็นชอบโครงการสวนปา และสวนของเมือง"
    told = covered(text, (item(text, "1", "1"),), (resolution(text, "1", words),), by_variant, by_mention)
    assert told == [(0, 0, "variant", "โครงการสวนปา"), (0, 1, "variant", "สวนของเมือง")]


TEXT = "4 เรื่องพิจารณา 4.1 โครงการสวน มติ เห็นชอบ 4.2 โครงการถนน จบ มติรวม รับทราบ 5 อื่น โครงการคลอง"
AGENDA = (
    item(TEXT, "4", "4 ", "5 "),
    item(TEXT, "4.1", "4.1", "4.2"),
    item(TEXT, "4.2", "4.2", "มติรวม"),
    item(TEXT, "5", "5 "),
)
PROJECTS = tuple(Project(name, find(TEXT, name)) for name in ("โครงการสวน", "โครงการถนน", "โครงการคลอง"))


class TestSameItem:
    def test_a_sub_item_without_resolution_counts_to_its_parent(self) -> None:
        resolutions = (resolution(TEXT, "4.1", "เห็นชอบ"), resolution(TEXT, "4", "รับทราบ"))
        told = covered(TEXT, AGENDA, resolutions, *PROJECTS)
        assert told == [(0, 0, "same-item", "โครงการสวน"), (1, 1, "same-item", "โครงการถนน")]

    def test_two_resolutions_of_one_item_both_cover(self) -> None:
        resolutions = (resolution(TEXT, "4", "เห็นชอบ"), resolution(TEXT, "4", "รับทราบ"))
        told = covered(TEXT, AGENDA, resolutions, *PROJECTS)
        assert [(r, p) for r, p, *_ in told] == [(0, 0), (0, 1), (1, 0), (1, 1)]

    def test_none_covers_nothing(self) -> None:
        told = covered(TEXT, AGENDA, (resolution(TEXT, "4.1", "เห็นชอบ", NONE),), *PROJECTS)
        assert told == []

    def test_a_project_in_another_item_is_not_covered(self) -> None:
        told = covered(
            TEXT,
            AGENDA,
            (resolution(TEXT, "5", "อื่น"),),
            *PROJECTS,
        )
        assert told == [(0, 2, "same-item", "โครงการคลอง")]


def test_without_agenda_only_words_count() -> None:
    text = "โครงการสวน มติ เห็นชอบ"
    lone = Resolution(None, "เห็นชอบ", (APPROVE,), find(text, "เห็นชอบ"))
    assert covered(text, (), (lone,), Project("โครงการสวน", find(text, "โครงการสวน"))) == []


def test_of_projects_that_share_a_name_both_are_covered() -> None:
    text = "1 โครงการจัดหา (ERP) โครงการศึกษา (ERP) มติ เห็นชอบระบบ ERP"
    first, second = (
        Project(name, find(text, name), acronym="ERP") for name in ("โครงการจัดหา (ERP)", "โครงการศึกษา (ERP)")
    )
    told = covered(text, (item(text, "1", "1"),), (resolution(text, "1", "เห็นชอบระบบ ERP"),), first, second)
    assert told == [(0, 0, "acronym", "ERP"), (0, 1, "acronym", "ERP")]


def test_a_short_name_beside_the_longer_one_is_found() -> None:
    text = "1 มติ เห็นชอบโครงการทะเบียนและบัตร กับโครงการทะเบียน"
    words = text.removeprefix("1 มติ ")
    short, long = (Project(name, Span(0, 1)) for name in ("โครงการทะเบียน", "โครงการทะเบียนและบัตร"))
    told = covered(text, (item(text, "1", "1"),), (resolution(text, "1", words),), short, long)
    assert told == [(0, 0, "exact", "โครงการทะเบียน"), (0, 1, "exact", "โครงการทะเบียนและบัตร")]
