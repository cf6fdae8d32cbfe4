"""The one place that knows the order of the extraction."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from spacy.language import Language
from spacy.tokens import Doc

from kg import components, explaining, linking, voices
from kg.errors import DataError
from kg.explaining import Explanation
from kg.linking import NONE, Decisions, Known
from kg.records import Article, Entity, Graph
from kg.segmentation import Units, blank
from kg.settings import Settings

LINKING = "kg_linking"
BATCH, AHEAD = 16, 3
"""Articles that a process takes at a time, and such batches for each process that are read ahead of the results."""


def load(units: Units = "words", settings: Settings | None = None) -> Language:
    """The whole extraction as a spaCy pipeline.

    On `words` a text is segmented; on `characters` every token is one character, which is three times as fast and
    finds the same, because names and relations are found on characters. `settings` may name voices from outside.
    """
    nlp = blank(units)
    for name in components.NAMES:
        nlp.add_pipe(name)
    for voice in voices.components(settings) if settings else ():
        nlp.add_pipe(voice.factory, voice.name, config=voice.config, before="kg_naming")
    return nlp


def extract(article: Article, nlp: Language) -> Graph:
    """All that one article says, by itself."""
    doc = nlp(_doc(article, nlp))
    return components.get_graph(doc)


def extract_all(
    articles: Iterable[Article],
    nlp: Language,
    *,
    earlier: Iterable[Entity] = (),
    decisions: Decisions = NONE,
    processes: int = 1,
) -> Iterator[Graph]:
    """What each article says, in order, with ids that the articles share with each other and with `earlier` entities,
    and that reviewers decided on.

    All but linking runs in as many `processes` as wanted; linking runs here, as it must know the articles before.
    """
    known: Known = {}
    linking.recall(earlier, known)
    for graph in _unlinked(articles, nlp) if processes == 1 else _in_processes(articles, nlp, processes):
        yield linking.link(graph, known, decisions)


def _unlinked(articles: Iterable[Article], nlp: Language) -> Iterator[Graph]:
    for doc in nlp.pipe((_doc(article, nlp) for article in articles), disable=[LINKING], batch_size=BATCH):
        yield components.get_graph(doc)


def _in_processes(articles: Iterable[Article], nlp: Language, processes: int) -> Iterator[Graph]:
    """The same, in order, by several processes that hand back graphs: a `Doc` of tokens takes long to pack and unpack,
    which `nlp.pipe(n_process=…)` does twice an article."""
    batches = iter(articles)
    waiting: deque[Future[list[Graph]]] = deque()
    pool = ProcessPoolExecutor(processes, initializer=_start, initargs=(nlp,))
    try:
        while batch := list(islice(batches, BATCH)):
            waiting.append(pool.submit(_work, batch))
            if len(waiting) > AHEAD * processes:
                yield from waiting.popleft().result()
        yield from chain.from_iterable(done.result() for done in waiting)
    except BrokenProcessPool as error:
        raise DataError(
            "a process that extracts was ended from outside, often for want of memory; try fewer processes"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


_mine: list[Language] = []
"""What a process of its own extracts with."""


def _start(nlp: Language) -> None:
    _mine.append(nlp)


def _work(articles: Sequence[Article]) -> list[Graph]:
    return list(_unlinked(articles, _mine[-1]))


def extract_linked(article: Article, nlp: Language, known: Known, decisions: Decisions = NONE) -> Graph:
    """All that one article says, with the ids by which `known` calls its things; extends it as `linking.link` does."""
    with nlp.select_pipes(disable=[LINKING]):
        doc = nlp(_doc(article, nlp))
    return linking.link(components.get_graph(doc), known, decisions)


def explain(article: Article, nlp: Language) -> Explanation:
    """All that one article says, what else was considered, and why it was refused."""
    with nlp.select_pipes(disable=[LINKING]):
        doc = nlp(_doc(article, nlp))
    graph, heard = components.get_graph(doc), voices.get_heard(doc)
    return explaining.explain(graph, heard.candidates, (*heard.refused, *voices.judge(graph, heard.facts)[1]))


def _doc(article: Article, nlp: Language) -> Doc:
    doc = nlp.make_doc(article.text)
    components.set_article(doc, article)
    return doc
