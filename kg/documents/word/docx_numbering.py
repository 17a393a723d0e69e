"""The lists and styles of a DOCX: which number a paragraph gets, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kg.documents.numbering import Counters, Level, Listing
from kg.documents.word.docx_parts import Element, W, is_on, value_of, whole_number

_FOLLOW = {"tab": " ", "space": " ", "nothing": ""}
_LONGEST_CHAIN = 20  # styles based on styles; a longer chain is a loop


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document: their properties by id, each with those it is based on."""

    paragraph: dict[str, tuple[Element, ...]] = field(default_factory=dict)  # pPr, nearest first
    run: dict[str, tuple[Element, ...]] = field(default_factory=dict)  # rPr, nearest first
    default: str | None = None

    def hidden(self, style: str | None) -> bool:
        """Whether text of this style is hidden."""
        for properties in self.run.get(style or "", ()):
            told = is_on(properties, "vanish")
            if told is not None:
                return told
        return False


def read_styles(root: Element | None) -> Styles:
    """Return the styles of word/styles.xml (none where `root` is None)."""
    if root is None:
        return Styles()
    found = {style.get(W + "styleId", ""): style for style in root.iterfind(W + "style")}
    default = next(
        (
            key
            for key, style in found.items()
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in {"1", "true", "on"}
        ),
        None,
    )
    paragraph, run = {}, {}
    for key in found:
        chain: list[Element] = []
        at: str | None = key
        while at in found and len(chain) < _LONGEST_CHAIN:
            chain.append(found[at])
            at = value_of(found[at], "basedOn")
        paragraph[key] = tuple(p for style in chain if (p := style.find(W + "pPr")) is not None)
        run[key] = tuple(p for style in chain if (p := style.find(W + "rPr")) is not None)
    return Styles(paragraph, run, default)


@dataclass(slots=True)
class Numbering:
    """The lists of a document while it is read from its beginning to its end."""

    styles: Styles
    lists: dict[str, Listing]
    _level_of_style: dict[tuple[str, str], int]
    _counters: Counters = field(default_factory=Counters)

    def label(self, properties: Element | None) -> str:
        """Count the paragraph with these properties (pPr); return the number written before its text."""
        style = value_of(properties, "pStyle") or self.styles.default
        direct = properties.find(W + "numPr") if properties is not None else None
        inherited = [
            n for p in self.styles.paragraph.get(style or "", ()) if (n := p.find(W + "numPr")) is not None
        ]
        chain = ([direct] if direct is not None else []) + inherited
        name = next((found for n in chain if (found := value_of(n, "numId")) is not None), None)
        if name is None or name not in self.lists:
            return ""
        depth = value_of(direct, "ilvl")
        if depth is None:
            linked = (
                self._level_of_style.get((name, style or "")) if value_of(direct, "numId") is None else None
            )
            if linked is not None:
                return self._counters.label(name, self.lists[name], linked)
            depth = next((found for n in chain if (found := value_of(n, "ilvl")) is not None), "0")
        return self._counters.label(name, self.lists[name], whole_number(depth, 0))


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """Return the lists of word/numbering.xml (none where `root` is None)."""
    if root is None:
        return Numbering(styles, {}, {})
    abstract = {a.get(W + "abstractNumId", ""): a for a in root.iterfind(W + "abstractNum")}
    uses = {n.get(W + "numId", ""): n for n in root.iterfind(W + "num")}
    lists: dict[str, Listing] = {}
    level_of_style: dict[tuple[str, str], int] = {}
    for name, use in uses.items():
        if name == "0":  # "no list", whatever a file says of it
            continue
        series = value_of(use, "abstractNumId") or ""
        series = _linked(series, abstract, uses, styles)
        definition = abstract.get(series)
        if definition is None:
            continue
        levels = {}
        for element in definition.iterfind(W + "lvl"):
            depth = whole_number(element.get(W + "ilvl"), 0)
            levels[depth] = _level(element)
            style = value_of(element, "pStyle")
            if style is not None:
                level_of_style[name, style] = depth
        starts = {}
        for override in use.iterfind(W + "lvlOverride"):
            depth = whole_number(override.get(W + "ilvl"), 0)
            element = override.find(W + "lvl")
            if element is not None:
                levels[depth] = _level(element)
            start = value_of(override, "startOverride")
            if start is not None:
                starts[depth] = whole_number(start, 1)
                levels[depth] = replace(levels.get(depth, Level()), start=starts[depth])
        lists[name] = Listing(series, levels, starts)
    return Numbering(styles, lists, level_of_style)


def _linked(series: str, abstract: dict[str, Element], uses: dict[str, Element], styles: Styles) -> str:
    """Follow a list that only names a list style to the list that defines it."""
    for _ in range(3):
        style = value_of(abstract.get(series), "numStyleLink")
        if style is None:
            return series
        numbers = (p.find(W + "numPr") for p in styles.paragraph.get(style, ()))
        name = next((value_of(n, "numId") for n in numbers if n is not None), None)
        use = uses.get(name or "")
        if use is None:
            return next((key for key, a in abstract.items() if value_of(a, "styleLink") == style), series)
        series = value_of(use, "abstractNumId") or series
    return series


def _level(element: Element) -> Level:
    text = value_of(element, "lvlText")
    form = value_of(element, "numFmt")
    if form is None:  # newer formats stand in an alternate that names the nearest old one
        found = element.find(f".//{W}numFmt")
        form = found.get(W + "val") if found is not None else None
    restart = value_of(element, "lvlRestart")
    return Level(
        form=form or "decimal",
        text=text if text is not None else "",
        start=whole_number(value_of(element, "start"), 0),
        follow=_FOLLOW.get(value_of(element, "suff") or "tab", " "),
        legal=bool(is_on(element, "isLgl")),
        restart=None if restart is None else whole_number(restart, 0),
    )
