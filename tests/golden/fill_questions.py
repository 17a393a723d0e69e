"""Fill in the offsets of the questions' spans in `tests/cases/example_questions.yaml`.

Write a new question with spans of `file` and `text` only (words that occur once in that record, or whose first
occurrence is meant), then run this. No offset is ever typed.
"""

from __future__ import annotations

from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
RECORDS = HERE.parent.parent / "examples" / "records"
QUESTIONS = HERE.parent / "cases" / "example_questions.yaml"
HEADER = """\
# Questions over examples/records with their answers. An answer is right when it holds, for each group of
# must_contain, at least one form. `in`: asked within that record. `file: null`: over several records or none.
# Spans: leave out start and end in a new question and run tests/golden/fill_questions.py.
"""


def main() -> None:
    """Rewrite the questions with start and end of every span, in code points."""
    questions = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    for question in questions:
        for span in question["spans"]:
            text = (RECORDS / span["file"]).read_text(encoding="utf-8")
            if span["text"] not in text:
                raise SystemExit(f"{question['id']}: not in {span['file']}: {span['text']!r}")
            start = span.get("start", text.find(span["text"]))
            if text[start : start + len(span["text"])] != span["text"]:
                start = text.find(span["text"])
            span.update(start=start, end=start + len(span["text"]))
    body = yaml.safe_dump(questions, allow_unicode=True, sort_keys=False, width=10000)
    QUESTIONS.write_text(HEADER + body, encoding="utf-8")


if __name__ == "__main__":
    main()
