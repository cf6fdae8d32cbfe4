from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import srsly

from kg.errors import DataError
from kg.segmentation import blank
from kg.training import segmentation

IOB2 = "# text = 天津大学\n1\t天津\tB-ORG\t-\t-\n2\t大学\tI-ORG\t-\t-\n\n1\t合作\tO\t-\t-\n"
CONLLU = "# sent_id = 1\n1-2\t與其\t_\n1\t與\t與\n2\t其\t其\n2.1\t_\t_\n3\t合作\t合作\n\n"
SENTENCES = [["企业", "落户", "园区"], ["大学", "与", "企业", "合作"], ["园区", "新增", "企业", "三", "家"]] * 4


def test_read_iob2_words(tmp_path: Path) -> None:
    path = tmp_path / "a.iob2"
    path.write_text(IOB2, encoding="utf-8")
    assert list(segmentation.read_iob2(path)) == [["天津", "大学"], ["合作"]]


def test_read_conllu_simplifies_and_skips_contractions(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    assert list(segmentation.read_conllu(path)) == [["与", "其", "合作"]]


def test_read_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"zh_gsdsimp-train\.iob2"):
        segmentation.read_training(tmp_path)


def test_read_without_tabs_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.iob2"
    path.write_text("# text\n1 天津 B-ORG\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.iob2:2: columns"):
        list(segmentation.read_iob2(path))


def test_simplified_keeps_word_borders_when_lengths_change() -> None:
    assert segmentation.simplified(["甲", "乙"], lambda text: text.replace("甲乙", "丙").replace("甲", "丁")) == [
        "丁",
        "乙",
    ]


def test_train_makes_a_model_that_the_tokenizer_loads(tmp_path: Path) -> None:
    segmentation.train(SENTENCES, tmp_path, iterations=3)
    tokenizer = blank(weights=tmp_path).tokenizer
    assert [token.text for token in tokenizer("企业落户园区")] == ["企业", "落户", "园区"]


def test_train_gives_the_same_weights_again(tmp_path: Path) -> None:
    for name in ("one", "two"):
        segmentation.train(SENTENCES, tmp_path / name, iterations=2)
    with np.load(tmp_path / "one" / "weights.npz") as one, np.load(tmp_path / "two" / "weights.npz") as two:
        assert np.array_equal(one["w"], two["w"])


def test_thin_drops_features_without_weight(tmp_path: Path) -> None:
    names = {"$$": 0, "c.园": 1, "c.区": 2}
    model, slim = tmp_path / "model", tmp_path / "slim"
    model.mkdir()
    slim.mkdir()
    srsly.write_msgpack(
        model / "features.msgpack",
        {"unigram": ["园区"], "bigram": ["园区*园区"], "feature_to_idx": names, "tag_to_idx": {"B": 0, "I": 1}},
    )
    weights = np.array([0.001, 0, 0.01, -0.01, 0.4567, 0, 0.1, 0.2, 0.3, 0.4])
    np.savez(model / "weights.npz", sizes=np.array([2, 3]), w=weights)
    segmentation.thin(model, slim, least=0.05, decimals=2)
    assert srsly.read_msgpack(slim / "features.msgpack")["feature_to_idx"] == {"$$": 0, "c.区": 1}
    with np.load(slim / "weights.npz") as saved:
        assert saved["sizes"].tolist() == [2, 2]
        assert saved["w"].tolist() == [0.0, 0.0, 0.46, 0.0, 0.1, 0.2, 0.3, 0.4]


def test_evaluate_counts_words_by_place() -> None:
    score = segmentation.evaluate(lambda text: ["企业", "落户园区"], [["企业", "落户", "园区"]])
    assert (score.precision, round(score.recall, 4), round(score.f1, 4)) == (0.5, 0.3333, 0.4)


def test_spans_ignore_white_space() -> None:
    assert segmentation.spans(["企业", " ", "落 户"]) == {(0, 2), (2, 4)}
