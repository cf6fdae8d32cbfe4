"""Articles told again under other names."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.training import commands
from kg.training.annotations import Annotated, read_annotated
from kg.training.renaming import KEPT, core, pool, renamed, retold

CORPUS = Path(commands.__file__).parent / "corpus"


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> list[Annotated]:
    folder = tmp_path_factory.mktemp("corpus")
    for path in (path for writer in ("t1", "u1") for path in CORPUS.glob(f"{writer}-*")):
        shutil.copy(path, folder)
    return list(read_annotated(folder))


def forms(annotated: Annotated) -> list[str]:
    return [annotated.article.text[span.start : span.end] for span in annotated.spans]


def without_names(annotated: Annotated) -> str:
    text, behind, parts = annotated.article.text, 0, []
    for span in annotated.spans:
        parts.append(text[behind : span.start])
        behind = span.end
    return "\0".join([*parts, text[behind:]])


def test_only_names_change_and_spans_move_with_them(articles: list[Annotated]) -> None:
    again = list(renamed(articles))
    assert [without_names(a) for a in again] == [without_names(a) for a in articles]
    known = {form for annotated in articles for form in forms(annotated)}
    for old, new in zip(articles, again, strict=True):
        assert [(s.type, s.key, s.optional) for s in new.spans] == [(s.type, s.key, s.optional) for s in old.spans]
        for form, before, span in zip(forms(new), forms(old), new.spans, strict=True):
            assert form.strip() == form != ""
            assert form == before or span.type not in KEPT
            assert form in known or span.type == "Company"
    changed = sum(
        a != b for one, two in zip(articles, again, strict=True) for a, b in zip(forms(one), forms(two), strict=True)
    )
    assert 0.3 < changed / sum(len(a.spans) for a in articles) < 0.8


def test_forms_of_an_entity_change_together(articles: list[Annotated]) -> None:
    for old, new in zip(articles, renamed(articles), strict=True):
        seen: dict[tuple[str, str, str], str] = {}
        for span, before, form in zip(old.spans, forms(old), forms(new), strict=True):
            assert seen.setdefault((span.type, span.key, before), form) == form


def test_each_retelling_is_another_and_all_can_be_repeated(articles: list[Annotated]) -> None:
    told = retold(articles, 2)
    assert told[: len(articles)] == articles
    assert len({annotated.article.text for annotated in told}) == 3 * len(articles)
    assert told == retold(articles, 2)
    assert retold(articles, 0) == articles


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("天津锐驰科技有限公司",), "锐驰"),
        (("北京云岭智能装备股份有限公司", "云岭智能"), "云岭"),
        (("映目云",), "映目云"),
        (("V-Core威芯",), ""),
        (("天津科技有限公司",), ""),
    ],
)
def test_the_core_of_a_name_is_what_is_particular_in_it(
    names: tuple[str, ...], found: str, articles: list[Annotated]
) -> None:
    assert core(names, pool(articles).regions) == found
