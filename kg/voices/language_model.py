"""A language model as a voice: it proposes names and facts; what it cannot quote from the text is not heard."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from spacy.language import Language
from spacy.tokens import Doc

from kg import ontology
from kg.explaining import Reason, Refused
from kg.naming import vote
from kg.naming.candidates import Candidate, places
from kg.records import Status
from kg.voices import chat
from kg.voices.chat import ChatError, Endpoint
from kg.voices.heard import Heard, Proposed, get_heard, set_heard

VOICE = "llm"
PIECE, PIECES = 4000, 8
"""Characters that one question shows, and questions that one article may take; what lies behind them is not shown."""
PATIENCE = 3
"""Articles in a row without an answer, after which the model is no longer asked."""
ITEMS, LONGEST = 500, 1000
"""Names and facts that one answer may hold, and characters of one of its strings: what is beyond is not heard."""
SHOWN = 80
log = logging.getLogger("kg.voices")


@cache
def instructions() -> str:
    """What the model is told, with the ontology's types."""
    types = ontology.load()
    nodes = "\n".join(f"- {name}：{node.zh}，{node.about}" for name, node in types.nodes.items())
    edges = "\n".join(
        f"- {name}：{edge.zh}，{edge.about}。{'、'.join(edge.head)} → {'、'.join(edge.tail)}"
        for name, edge in types.edges.items()
    )
    prompt: str = yaml.safe_load((files("kg.voices") / "prompt.yaml").read_text(encoding="utf-8"))["system"]
    return prompt.format(nodes=nodes, edges=edges)


def hear(endpoint: Endpoint, text: str, weight: float, confidence: float) -> Heard:
    """All that the model says about a text; ChatError when one of its questions finds no answer."""
    heard = Heard()
    for start, end in pieces(text):
        answer = chat.ask(endpoint, instructions(), text[start:end])
        heard += read(answer, text, weight, confidence)
    return heard


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most `PIECE` characters, cut behind a line's or a sentence's end where there is one."""
    start = 0
    for _ in range(PIECES):
        if not text[start:].strip():
            return
        end = min(start + PIECE, len(text))
        if end < len(text):
            cut = max(text.rfind(mark, start, end) for mark in "\n。！？；")
            end = cut + 1 if cut > start else end
        yield start, end
        start = end


def read(answer: dict[str, Any], text: str, weight: float, confidence: float) -> Heard:
    """What an answer holds that can be placed in the text, and the rest with the reason."""
    candidates: dict[Candidate, None] = {}
    facts: list[Proposed] = []
    refused: list[Refused] = []
    for item in _items(answer, "mentions"):
        form, kind = _string(item, "text"), _string(item, "type")
        reason = _wrong_mention(text, form, kind)
        if reason:
            refused.append(_refused(f"{form} {kind}", reason))
        else:
            spans = places(text, form)
            candidates |= dict.fromkeys(Candidate(start, end, kind, VOICE, weight) for start, end in spans)
    for item in _items(answer, "facts"):
        head, kind, tail, quote = (_string(item, name) for name in ("head", "type", "tail", "quote"))
        span = find_quote(text, quote)
        if not head or not tail or kind not in ontology.load().edges:
            refused.append(_refused(f"{head} —{kind}→ {tail}", Reason.FORM))
        elif span is None:
            refused.append(_refused(f"{head} —{kind}→ {tail}", Reason.QUOTE, quote))
        else:
            status: Status = "planned" if item.get("status") == "planned" else None
            facts.append(Proposed(head, kind, tail, *span, VOICE, confidence, status))
    return Heard(tuple(candidates), tuple(facts), tuple(refused))


def _items(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = answer.get(name)
    return [item for item in found if isinstance(item, dict)][:ITEMS] if isinstance(found, list) else []


def _string(item: dict[str, Any], name: str) -> str:
    """A string of the answer; empty where there is none, or one that no text can hold (half a surrogate pair)."""
    value = item.get(name)
    if not isinstance(value, str) or len(value) > LONGEST:
        return ""
    return value if value.encode("utf-8", "ignore").decode() == value else ""


def _wrong_mention(text: str, form: str, kind: str) -> Reason | None:
    if not form or kind not in ontology.load().nodes:
        return Reason.FORM
    if len(form.strip()) < 2 or vote.is_generic(form):
        return Reason.GENERIC
    return None if form in text else Reason.QUOTE


def _refused(what: str, reason: Reason, detail: str = "") -> Refused:
    return Refused(0, 0, what[:SHOWN], VOICE, reason, detail[:SHOWN])


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quotation stands in the text, spaces and line breaks aside; None for one that is not there."""
    letters = re.sub(r"\s+", "", quote)
    if len(letters) < 4:
        return None
    match = re.search(r"\s*".join(map(re.escape, letters)), text)
    return match.span() if match else None


class LanguageModelVoice:
    """The component. Where no answer comes, the article is read without it, and one line says so."""

    def __init__(self, endpoint: Endpoint, weight: float, confidence: float) -> None:
        self.endpoint = endpoint
        self.weight = weight
        self.confidence = confidence
        self.failed = 0
        self.warned = False

    def __call__(self, doc: Doc) -> Doc:
        if self.failed >= PATIENCE:
            return doc
        try:
            heard = hear(self.endpoint, doc.text, self.weight, self.confidence)
        except ChatError as error:
            self.failed += 1
            self._warn(error)
            return doc
        self.failed = 0
        set_heard(doc, get_heard(doc) + heard)
        return doc

    def _warn(self, error: ChatError) -> None:
        if not self.warned:
            log.warning(
                "%s: %s；继续而不用它 (the language model gave no usable answer; read without it)",
                self.endpoint.url,
                error,
            )
            self.warned = True


@Language.factory(
    "kg_voice_llm",
    default_config={
        "url": "",
        "model": "default",
        "key_variable": "KG_LLM_KEY",
        "timeout": 60.0,
        "retries": 1,
        "weight": 3.0,
        "confidence": 0.6,
    },
)
def make(
    nlp: Language,
    name: str,
    url: str,
    model: str,
    key_variable: str,
    timeout: float,
    retries: int,
    weight: float,
    confidence: float,
) -> LanguageModelVoice:
    """The key is read from an environment variable, so that no configuration written to disk holds it."""
    key = os.environ.get(key_variable, "")
    return LanguageModelVoice(Endpoint(url, model, key, timeout, retries), weight, confidence)
