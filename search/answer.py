"""A question → an answer with its evidence: rows of the graph, or sentences of passages, or "not in the records"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from kg.citations import cite
from kg.errors import InputError
from kg.evidence import Answer, AnswerKind, Citation
from kg.library import Library
from kg.questions.cues import read_cues
from kg.questions.gazetteer import Gazetteer
from kg.questions.graph import Finders, GraphAnswer, Read, read_question, understood
from kg.questions.phrase import cut
from kg.record_json import record_from_json
from kg.records import Span
from kg.snapshots import Snapshot
from kg.thai import BE_OFFSET, arabic_digits, fold, normalise
from search.citations import cite_span, readable
from search.confidence import doubt
from search.expect import Expectation, expectation
from search.filters import Filters
from search.index import SearchIndex
from search.lists import find_list, first_words
from search.passages import LONGEST, Sentence, quote, rank_sentences
from search.sentences import sentences
from search.topics import find_items

LONGEST_QUESTION = 1000  # code points
_CITED = 12
_NEAREST = 3
_SUBJECT_LEAST = 8  # code points left of a question for it to be searched without its meeting
_CONTEXT, _CONTEXT_LEAST, _CONTEXT_LEAD = 20, 0.35, 0.9
NOT_FOUND = {"th": "ไม่พบในรายงานการประชุม", "en": "Not found in the records (ไม่พบในรายงานการประชุม)"}

CAUTION = {
    "th": "[ตัวเลขในหลักฐานได้จากการอ่านภาพ (OCR) อาจผิด โปรดตรวจกับต้นฉบับ]",
    "en": "[Digits in the evidence were read by OCR and may be wrong: check the page]",
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What questions are answered from: one state of the graph, the documents, the index, and the known names."""

    snapshot: Snapshot
    library: Library
    index: SearchIndex
    known: Gazetteer
    documents: Mapping[str, str]  # first 16 hex digits of a document's sha256 → all of it


def ask(question: str, sources: Sources, *, within: frozenset[str] | None = None) -> Answer:
    """Answer `question` from the sources; `within` limits to documents (sha256).

    Raises:
        InputError: the question is empty or longer than `LONGEST_QUESTION`.
    """
    started = perf_counter()
    question = question.strip()
    if not question:
        raise InputError("The question is empty: write one, in Thai or English.")
    if len(question) > LONGEST_QUESTION:
        raise InputError(
            f"The question has {len(question)} characters; at most {LONGEST_QUESTION} are read. Shorten it."
        )
    asking = _Asking(question, sources, within)
    answer = _with_caution(asking.answer())
    return replace(answer, seconds=round(perf_counter() - started, 4))


def _with_caution(answer: Answer) -> Answer:
    """No number that OCR may have misread is stated without saying so."""
    if not any(citation.untrusted for citation in answer.citations):
        return answer
    language = answer.understanding.language if answer.understanding else "th"
    return replace(answer, answer=f"{answer.answer} {CAUTION[language]}")


@dataclass(frozen=True, slots=True)
class _Asking:
    """One question on its way."""

    question: str
    sources: Sources
    within: frozenset[str] | None

    def answer(self) -> Answer:
        read = read_question(
            self.question,
            self.sources.snapshot,
            self.sources.known,
            within=None if self.within is None else frozenset(s[:16] for s in self.within),
            finders=Finders(self._topics, self._context, self._shorten),
        )
        if read.answer is not None:
            found = self._from_graph(read.answer)
            if found.citations:
                return found
        if read.empty is not None and read.empty.score >= 0.7:
            return self._nothing(read, "the graph holds no such fact", sparql=read.empty.sparql)
        if read.unheld:
            return self._nothing(read, "no record of that meeting is here")
        if read.unmatched is not None and read.matches[0] is read.unmatched:
            return self._nothing(read, "no agenda item is about this")
        return self._from_passages(read)

    def _from_graph(self, answer: GraphAnswer) -> Answer:
        columns = [c for c in answer.groups[0].values if c not in _HIDDEN and "Evidence" not in c]
        spans = dict.fromkeys(iri for group in answer.groups for iri in group.evidence)
        citations = tuple(self._cite_all(spans))[:_CITED]
        return Answer(
            question=self.question,
            answer=answer.text,
            kind=AnswerKind.GRAPH,
            citations=citations,
            sparql=answer.sparql,
            columns=tuple(columns),
            rows=tuple(tuple(group.values.get(c, "") for c in columns) for group in answer.groups),
            understanding=answer.understanding,
        )

    def _from_passages(self, read: Read) -> Answer:
        wanted = expectation(self.question)
        filters = self._filters(read)
        ranked = rank_sentences(self._subject(read), wanted, self.sources.index, filters=filters)
        if "count" in wanted.kinds and ranked:
            counted = self._count(read, wanted, ranked)
            if counted is not None:
                return counted
        named = self._named(read)
        if read.links.missing:
            named.append(
                (fold(read.links.missing),)
            )  # a meeting without a record may be spoken of in another
        reason = doubt(self.question, wanted, ranked, named) or self._wrong_year(ranked[0])
        if reason is not None:
            return self._nothing(read, reason, ranked=ranked)
        chosen = quote(ranked)
        return Answer(
            question=self.question,
            answer=" … ".join(readable(s.text) for s in chosen),
            kind=AnswerKind.TEXT,
            citations=tuple(self._cite_sentence(s) for s in chosen),
            understanding=understood(read.language, read.links, read.matches, None),
        )

    def _wrong_year(self, best: Sentence) -> str | None:
        """Doubt a document that never mentions a year the question asks about, and is not of that year."""
        document = self.sources.library.document(best.hit.chunk.sha256)
        digits = arabic_digits(document.text)
        day = best.hit.chunk.date
        years = read_cues(self.question).years
        own = day.year + BE_OFFSET if day is not None else None
        if not years or any(y == own or str(y) in digits or str(y - BE_OFFSET) in digits for y in years):
            return None
        return f"the record nearest to it says nothing of {years[0]}"

    def _count(self, read: Read, wanted: Expectation, ranked: Sequence[Sentence]) -> Answer | None:
        """Count the list that the best sentences introduce, unless one of them says the number itself."""
        if any(s.fits for s in ranked[:2]):
            return None
        sha256 = ranked[0].hit.chunk.sha256
        document = self.sources.library.document(sha256)
        record = record_from_json(json.loads(self.sources.library.record_json(sha256)))
        subject = self._subject(read)
        found = find_list(
            ranked, document, record, lambda words: self.sources.index.score_texts(subject, [words])[0].words
        )
        if found is None:
            return None
        unit = wanted.units[0] if wanted.units else "ข้อ"
        words = [first_words(document, item) for item in found.items]
        head = f"{len(words)} {unit}" if read.language == "th" else f"{len(words)} items"
        chunk = ranked[0].hit.chunk
        return Answer(
            question=self.question,
            answer=arabic_digits(cut(f"{head}: {'; '.join(words)}", LONGEST)),
            kind=AnswerKind.TEXT,
            citations=tuple(
                cite(document, span, chunk.target, chunk.label) for span in (found.intro, *found.items)
            )[:_CITED],
            understanding=understood(read.language, read.links, read.matches, None),
        )

    def _nothing(
        self, read: Read, reason: str, *, sparql: str | None = None, ranked: Iterable[Sentence] = ()
    ) -> Answer:
        if read.links.missing:
            reason = f"no record of {read.links.missing} is here"
        return Answer(
            question=self.question,
            answer=NOT_FOUND[read.language],
            kind=AnswerKind.NONE,
            sparql=sparql,
            understanding=understood(
                read.language, read.links, read.matches, read.empty.intent if read.empty else None, reason
            ),
            nearest=tuple(self._cite_sentence(s) for s in list(ranked)[:_NEAREST]),
        )

    def _named(self, read: Read) -> list[tuple[str, ...]]:
        """The folded spellings of the projects or people the question names: an answer must name one of them."""
        groups = []
        for slot, names in (("project", self.sources.known.projects), ("person", self.sources.known.people)):
            iris = read.links.values.get(slot, ())
            keys = [key for name in names if name.iri in iris for key in name.keys]
            if slot == "project":
                keys += [a for a, owners in self.sources.known.acronyms.items() if set(owners) & set(iris)]
            if keys:
                groups.append(tuple(keys))
        return groups

    def _filters(self, read: Read) -> Filters:
        if self.within is not None:
            return Filters(sha256s=self.within)
        if read.links.documents:
            return Filters(sha256s=self._whole(read.links.documents))
        return Filters()

    def _whole(self, keys: Iterable[str]) -> frozenset[str]:
        return frozenset(self.sources.documents[key] for key in keys if key in self.sources.documents)

    def _subject(self, read: Read) -> str:
        """The question without the words that only name its meeting, where the search is limited to that meeting."""
        if not read.links.documents:
            return self.question
        chars = list(normalise(self.question).text)
        for start, end in read.links.said:
            chars[start:end] = " " * (end - start)
        rest = " ".join("".join(chars).split())
        return rest if len(fold(rest)) >= _SUBJECT_LEAST else self.question

    def _topics(self, words: str, documents: frozenset[str] | None) -> list[tuple[str, float]]:
        filters = Filters(sha256s=self.within)
        if self.within is None and documents is not None:
            filters = Filters(sha256s=self._whole(documents))
        return find_items(words, self.sources.index, filters=filters)

    def _context(self) -> tuple[str, ...]:
        """The meeting that a question without one is plainly about: its passages lead all others'."""
        if self.within is not None:
            return ()
        best: dict[str, float] = {}
        for hit in self.sources.index.search(self.question, limit=_CONTEXT):
            best.setdefault(hit.chunk.sha256[:16], hit.score)
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        if not ranked or ranked[0][1] < _CONTEXT_LEAST:
            return ()
        if len(ranked) > 1 and ranked[1][1] > _CONTEXT_LEAD * ranked[0][1]:
            return ()
        return tuple(dict.fromkeys(m.iri for m in self.sources.known.meetings if m.document == ranked[0][0]))

    def _shorten(self, text: str) -> str:
        """Keep the sentences of a long quotation that answer the question, in order, with its beginning."""
        if len(text) <= LONGEST:
            return text
        parts = sentences(text, Span(0, len(text)))
        words = [text[p.start : p.end].strip() for p in parts]
        judged = self.sources.index.score_texts(self.question, words)
        worth = [s.words + s.grams + s.dense for s in judged]
        order = sorted(range(len(parts)), key=lambda n: (-worth[n], n))
        kept, room = {0}, LONGEST - len(words[0])
        for n in order:
            if n not in kept and len(words[n]) + 3 <= room:
                kept.add(n)
                room -= len(words[n]) + 3
        pieces: list[str] = []
        for n in sorted(kept):
            gap = bool(pieces) and n - 1 not in kept
            pieces += ["…", words[n]] if gap else [words[n]]
        shortened = " ".join(pieces)
        return (
            cut(shortened, LONGEST + 40)
            if max(kept) == len(parts) - 1
            else cut(shortened, LONGEST + 40) + " …"
        )

    def _cite_all(self, iris: Iterable[str]) -> Iterable[Citation]:
        for iri in iris:
            citation = cite_span(iri, self.sources)
            if citation is not None:
                yield citation

    def _cite_sentence(self, sentence: Sentence) -> Citation:
        chunk = sentence.hit.chunk
        document = self.sources.library.document(chunk.sha256)
        return cite(document, sentence.span, chunk.target, chunk.label or None)


_HIDDEN = frozenset(
    {
        "meeting", "item", "row", "resolution", "assignment", "suggestion", "project", "law", "order", "planned",
        "mention", "short", "taskOrText", "matterOrTitle", "venueText", "number_", "evidence", "evidence2",
        "evidence3", "list", "years_", "dueDate", "minutes", "who", "n", "correction", "series", "gap", "gapYear",
        "report", "later", "step", "earlier", "remark",
    }
)  # fmt: skip
