"""What a browser without scripts makes of a page: elements, ids, links, and the text of the source pane."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr", "source", "rect", "line", "path"}


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, tuple[tuple[str, dict[str, str | None]], ...]]] = []
        self.feed(html)
        self.close()
        assert self.open == [], f"not closed: {[tag for tag, _ in self.open]}"

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag, attrs):  # <rect/> of a drawing
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        opened = self.open.pop()[0]
        assert opened == tag, f"<{opened}> is closed by </{tag}>"

    def handle_data(self, data):
        self.texts.append((data, tuple(self.open)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if attributes.get("id")]

    def text_in(self, css_class: str) -> str:
        """The text inside elements that have the class."""
        return "".join(
            text
            for text, around in self.texts
            if any(css_class in (attributes.get("class") or "").split() for _, attributes in around)
        )

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.texts)
