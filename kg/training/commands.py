"""`python -m kg.training COMMAND`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from kg.naming import gazetteer, namer
from kg.naming.candidates import Candidate
from kg.naming.definitions import find_definitions
from kg.relating.subjects import model
from kg.segmentation import blank
from kg.training import curve as learning
from kg.training import measures as quantities
from kg.training import pairs as relations
from kg.training import reader as network
from kg.training import referents as anaphora
from kg.training import segmentation as words
from kg.training import subjects as clauses
from kg.training import tagger as names
from kg.training import tense as plans
from kg.training import words as common
from kg.training.annotations import read_annotated

app = typer.Typer(
    help="训练随包发布的权重 (make the weights that the package ships)", no_args_is_help=True, add_completion=False
)

PACKAGE = Path(str(files("kg")))

Output = Annotated[Path | None, typer.Option(help="写入的文件夹，默认 kg/weights 之下 (folder to write to)")]
OutputFile = Annotated[Path | None, typer.Option(help="写入的文件 (file to write to)")]
Corpus = Annotated[Path, typer.Argument(help="标注文章的文件夹 (folder of annotated articles)")]
Evaluate = Annotated[bool, typer.Option("--evaluate", help="只评测，不训练 (measure only, train nothing)")]


@app.command("segmentation", epilog="例 (example): python -m kg.training segmentation treebanks/")
def segmentation(
    data: Annotated[Path, typer.Argument(help="树库文件夹，见 NOTICE (folder of the treebanks that NOTICE names)")],
    output: Output = None,
    evaluate: Evaluate = False,
) -> None:
    """训练分词模型，约五分钟 (train the word segmenter, about five minutes)."""
    output = output or PACKAGE / "weights" / "segmentation"
    if not evaluate:
        sentences = words.read_training(data)
        typer.echo(f"{len(sentences)} sentences, {words.ITERATIONS} iterations")
        words.train(sentences, output)
        for path in sorted(output.iterdir()):
            typer.echo(f"{path}: {path.stat().st_size:,} bytes")
    test, tokenizer = words.read_test(data), blank("words", output).tokenizer
    _print_score("pkuseg", lambda text: [token.text for token in tokenizer(text)], test)
    _print_score("jieba", _jieba(), test)


def _jieba() -> Callable[[str], Iterable[str]]:
    import jieba  # a development dependency: the yardstick

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    cut: Callable[[str], Iterable[str]] = jieba.lcut
    return cut


def _print_score(name: str, cut: Callable[[str], Iterable[str]], test: Iterable[words.Words]) -> None:
    score = words.evaluate(cut, test)
    figures = f"P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}"
    typer.echo(f"{name:8} {figures}   {score.characters_per_second:,.0f} characters a CPU-second")


@app.command("words", epilog="例 (example): python -m kg.training words words.vector")
def like_words(
    data: Annotated[Path, typer.Argument(help="word2vec 二进制词向量，见 NOTICE (vectors of words, see NOTICE)")],
    output: OutputFile = None,
) -> None:
    """缩减词向量并分组；之后重训 tagger、reader、pairs (reduce and group vectors of words; then train these anew)."""
    output = output or PACKAGE / "weights" / "words.npz"
    typer.echo(f"{output}: {common.train(data, output)} words")


@app.command("tagger", epilog="例 (example): python -m kg.training tagger kg/training/corpus")
def tagger(
    folder: Corpus,
    output: Output = None,
    evaluate: Evaluate = False,
) -> None:
    """训练名称标注模型 (train the tagger of names); --evaluate: 在未见过的作者上评测 (measure it on unseen writers)."""
    articles = list(read_annotated(folder))
    if not evaluate:
        names.train(articles, output or PACKAGE / "weights" / "tagger", heard, typer.echo)
        return
    known, unseen = names.folds(articles, names.FOLDS)[0]
    with TemporaryDirectory() as scratch:
        model = names.train(known, Path(scratch), heard, typer.echo)
        for kind, count in sorted(names.mention_counts(model, unseen, heard).items()):
            typer.echo(f"{kind:14} {count['hit']} hit, {count['miss']} missed, {count['extra']} extra")


@app.command("reader", epilog="例 (example): python -m kg.training reader kg/training/corpus")
def reader(folder: Corpus, output: Output = None) -> None:
    """训练与标注模型一同识别名称的网络，约十分钟 (train the network that finds names beside the tagger)."""
    trained = network.train(list(read_annotated(folder)), heard, typer.echo)
    network.save(trained, output or PACKAGE / "weights" / "tagger")


@app.command("subjects", epilog="例 (example): python -m kg.training subjects kg/training/corpus")
def subjects(folder: Corpus, output: OutputFile = None) -> None:
    """拟合判断主语与关系的权重 (fit the weights that tell who a clause is about)."""
    output = output or PACKAGE / "relating" / "subjects.yaml"
    number = clauses.train(read_annotated(folder), output, model().threshold)
    typer.echo(f"{output}: from {number} decisions")


@app.command("referents", epilog="例 (example): python -m kg.training referents kg/training/corpus")
def referents(folder: Corpus, output: OutputFile = None) -> None:
    """拟合“该公司”“园区”指谁的权重 (fit the weights that tell whom an anaphor stands for)."""
    output = output or PACKAGE / "weights" / "referents.json"
    number = anaphora.train(read_annotated(folder), output)
    typer.echo(f"{output}: from {number} decisions")


@app.command("pairs", epilog="例 (example): python -m kg.training pairs kg/training/corpus")
def pairs(folder: Corpus, output: Output = None) -> None:
    """训练判断两个实体有何关系的网络，约四十分钟 (train the networks that tell which pairs a text relates)."""
    relations.train(list(read_annotated(folder)), output or PACKAGE / "weights" / "relating", typer.echo)


@app.command("tense", epilog="例 (example): python -m kg.training tense kg/training/corpus")
def tense(folder: Corpus, output: OutputFile = None) -> None:
    """拟合判断已成还是计划的权重，在 pairs 之后 (fit the weights that tell plans from what is done, after `pairs`)."""
    output = output or PACKAGE / "weights" / "tense.json"
    number = plans.train(read_annotated(folder), output)
    typer.echo(f"{output}: from {number} places")


@app.command("measures", epilog="例 (example): python -m kg.training measures kg/training/corpus")
def measures(folder: Corpus, output: Output = None) -> None:
    """训练判断数字归属与指标的网络，约五分钟 (train the networks that tell whose a figure is and what it measures)."""
    quantities.train(list(read_annotated(folder)), output or PACKAGE / "weights" / "relating", typer.echo)


@app.command("curve", epilog="例 (example): python -m kg.training curve kg/training/corpus --held-out tests/gold")
def curve(
    folder: Corpus,
    held_out: Annotated[Path, typer.Option(help="打分用的标注文章，作者不在语料中 (annotated articles to score on)")],
    parts: Annotated[int, typer.Option(min=1, max=12, help="几个点，每个约为前一个的两倍 (points of the curve)")] = 5,
    full: Annotated[
        bool,
        typer.Option("--full", help="与随包权重同样的力度，慢得多 (train as the shipped weights were, much slower)"),
    ] = False,
) -> None:
    """学习曲线：用越来越多作者的文章训练，各自打分 (train on growing parts, split by writer, and score each)."""
    typer.echo(learning.HEAD)
    pains = learning.FULL if full else learning.CHEAP
    for point in learning.curve(folder, held_out, parts, pains, heard, lambda line: typer.echo(line, err=True)):
        typer.echo(learning.row(point))


def heard(text: str) -> list[Candidate]:
    """What the voices beside the tagger say about a text."""
    return namer.clues(text, gazetteer.load(), find_definitions(text))
