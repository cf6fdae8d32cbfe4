"""The extraction as a service: what a text says, in the form in which `kg extract` prints it."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

from kg.output import article_record


class Extractor:
    """The pipeline, loaded when it is first asked for; one text at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nlp: Any = None

    def __call__(self, text: str, title: str = "", date: dt.date | None = None) -> dict[str, Any]:
        """The entities, relations and measures of a text; nothing is stored."""
        from kg import pipeline, reading  # spaCy takes a second to import: a server that only answers never waits

        with self._lock:
            self._nlp = self._nlp or pipeline.load("characters")
            article = reading.from_text(text, title=title, date=date)
            [graph] = pipeline.extract_all([article], self._nlp)
        return article_record(graph)
