"""The parts of a picture: places, labels, colours, and what the surroundings hold."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

import api
from api.previews.drawing import WIDE, draw, width, wrap
from api.previews.layout import Box, Line, apart, free_middles, place
from api.previews.pages import figure, marked, palette, prose, web
from api.previews.places import place as region
from api.previews.surroundings import Surroundings, gather
from api.texts import Texts, load, negotiate
from kg import ontology
from loaders import Store, queries
from tests.api.stores import PARK, filled, hub


def boxes(count: int, children: int = 0) -> list[Box]:
    """A middle, its neighbours with labels of several sizes, and some behind each."""
    near = [Box(str(number), "", 12, 60 + number * 37 % 80, 24 + number % 3 * 17) for number in range(count)]
    behind = [Box(f"{box.id}-{number}", box.id, 8, 80, 40) for box in near for number in range(children)]
    return [Box("middle", "", 24, 150, 30), *near, *behind]


def around(store: Store, id: str) -> Surroundings:
    with store.view() as view:
        found = gather(lambda name, **params: queries.run(view, name, params).rows, id)
    assert found
    return found


class TestLayout:
    @pytest.mark.parametrize(
        ("count", "children"), [(0, 0), (1, 0), (2, 1), (7, 2), (12, 6), (40, 0), (60, 1), (299, 0)]
    )
    @pytest.mark.parametrize("aspect", [0.72, 1.45])
    def test_no_two_labels_touch(self, count: int, children: int, aspect: float) -> None:
        given = boxes(count, children)
        placed = place(given, aspect)
        assert placed.keys() == {box.id for box in given}
        assert placed["middle"] == (0, 0)
        assert apart(given, placed)

    def test_the_same_every_time(self) -> None:
        assert place(boxes(90, 1), WIDE) == place(boxes(90, 1), WIDE)

    def test_a_wide_picture_is_wide_and_a_tall_one_tall(self) -> None:
        for aspect in (0.6, 1.6):
            points = place(boxes(150), aspect).values()
            spread = max(abs(x) for x, _ in points) / max(abs(y) for _, y in points)
            assert (spread > 1) == (aspect > 1)

    def test_nothing_to_place(self) -> None:
        assert place([], WIDE) == {}

    def test_edge_labels_touch_neither_boxes_nor_each_other(self) -> None:
        given = [Box(id, "", 10, 40, 20) for id in "abcd"]
        placed = {"a": (0.0, 0.0), "b": (300.0, 0.0), "c": (150.0, -10.0), "d": (0.0, 300.0)}
        lines = [Line("covered", "a", "b", 30, 16), Line("free", "a", "d", 30, 16), Line("second", "d", "a", 30, 16)]
        assert free_middles(given, placed, lines) == {"free"}


class TestLabels:
    @pytest.mark.parametrize(
        ("name", "lines"),
        [
            ("天开园", ["天开园"]),
            ("天津天开瑞来有限公司", ["天津天开瑞", "来有限公司"]),
            ("Hi-Tech Co", ["Hi-Tech Co"]),
            ("甲\n乙\t丙", ["甲 乙 丙"]),
            ("", [""]),
        ],
    )
    def test_lines_are_about_equal(self, name: str, lines: list[str]) -> None:
        assert wrap(name).split("\n") == lines

    def test_a_bracket_opens_a_line(self) -> None:
        assert wrap("凯尔仪器（天津）有限公司").split("\n")[1].startswith("（天津）")

    def test_the_longest_names_are_cut(self) -> None:
        label = wrap("甲" * 200)
        assert label.endswith("…")
        assert all(width(line) <= 20 for line in label.split("\n"))

    def test_no_part_of_a_name_is_lost(self) -> None:
        for name in ("京津冀·沧州（渤海新区）生物医药（北京）产业园", "（" * 12 + "甲", "甲（" * 8):
            assert wrap(name).replace("\n", "") == name


class TestSurroundings:
    def test_a_crowd_keeps_to_its_neighbours(self) -> None:
        with closing(filled("memory:", [hub(400)])) as store:
            found = around(store, PARK)
        assert (len(found.nodes), len(found.facts), found.total) == (300, 299, 400)
        picture = draw(found, Texts())
        assert len(picture.nodes) == 300
        assert not any(label for edge in picture.edges for label in edge["labels"])

    def test_nobody_is_none(self, store: Store) -> None:
        with store.view() as view:
            assert gather(lambda name, **params: queries.run(view, name, params).rows, "nobody") is None

    def test_two_edges_of_one_pair_do_not_cover_each_other(self, store: Store) -> None:
        edges = draw(around(store, "xinglan"), Texts()).edges
        pairs = [frozenset((edge["from"], edge["to"])) for edge in edges]
        curves = [(pair, edge["smooth"]["roundness"], edge["from"]) for pair, edge in zip(pairs, edges, strict=True)]
        assert len(curves) == len(set(curves))

    def test_names_of_relations_are_in_the_readers_language(self, store: Store) -> None:
        found = around(store, "obrien")
        for language, name in (("zh", "位于"), ("en", "located in")):
            labels = {label for edge in draw(found, Texts(language)).edges for label in edge["labels"]}
            assert name in labels


class TestWords:
    def test_a_word_is_not_marked_inside_a_longer_name(self) -> None:
        parts = list(marked("天津大学在天津。", ["天津"], ["天津大学"]))
        assert parts == [("天津大学", False), ("在", False), ("天津", True), ("。", False)]

    def test_nothing_to_mark(self) -> None:
        assert list(marked("天津", [None, ""])) == [("天津", False)]

    def test_line_breaks_of_a_file_are_not_those_of_a_sentence(self) -> None:
        assert prose("北京市\n海淀区\nHigh\n tech ") == "北京市海淀区 High tech"

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x", "", None, "JavaScript:x"])
    def test_no_link_to_what_is_no_web_address(self, address: str | None) -> None:
        assert web(address) == ""

    def test_figures_as_people_write_them(self) -> None:
        assert [figure(value) for value in (140.0, 3.76, 12000.0, float("nan"))] == ["140", "3.76", "12,000", ""]

    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("120104", "天津市南开区"),
            ("130602", "河北省保定市竞秀区"),
            ("120000", "天津市"),
            ("999999", ""),
            (None, ""),
        ],
    )
    def test_regions_by_code(self, code: str | None, name: str) -> None:
        assert region(code) == name


class TestTexts:
    def test_both_languages_say_everything_with_the_same_values(self) -> None:
        for key, forms in load()["pages"].items():
            values = [set(re.findall(r"\{(\w+)\}", forms[language])) for language in ("zh", "en")]
            assert values[0] == values[1], key

    def test_every_text_is_used(self) -> None:
        root = Path(api.__file__).parent
        sources = "".join(
            path.read_text(encoding="utf-8") for path in root.rglob("*") if path.suffix in (".py", ".html")
        )
        # Some are named by a beginning and what follows it: "stage_" ~ kind.
        begun = tuple(re.findall(r"""["']([a-z]+_)["'{]""", sources))
        whole = set(re.findall(r"""["'](\w+)["']""", sources))
        assert [key for key in load()["pages"] if key not in whole and not key.startswith(begun)] == []

    def test_every_edge_type_has_its_sentence_and_headings(self) -> None:
        texts = load()["edges"]
        for key, kind in ontology.load().edges.items():
            assert set(texts[key]) == {"sentence", *(("both",) if kind.symmetric else ("in", "out"))}
            for language in ("zh", "en"):
                assert {"head", "tail"} < set(Texts(language).sentence(key))

    @pytest.mark.parametrize(
        ("accepted", "language"), [("en", "en"), ("*", "zh"), ("zh-TW,en;q=0.2", "zh"), ("", "zh")]
    )
    def test_negotiation(self, accepted: str, language: str) -> None:
        assert negotiate(accepted) == language


class TestColours:
    """WCAG 2.2: text 4.5 to 1, parts of pictures 3 to 1."""

    TEXTS = (("ink", "paper"), ("ink", "ground"), ("soft", "paper"), ("soft", "ground"), ("link", "paper"))
    MORE = (
        ("link", "ground"),
        ("link", "mark"),
        ("ink", "mark"),
        ("soft", "mark"),
        ("plan", "paper"),
        ("plan", "ground"),
    )

    @pytest.mark.parametrize("dark", [False, True])
    def test_text_can_be_read(self, dark: bool) -> None:
        style = (Path(api.__file__).parent / "explorer" / "pages.css").read_text(encoding="utf-8")
        blocks = re.findall(r":root(?:\.printing)? \{(.*?)\}", style, re.DOTALL)
        colours = dict(re.findall(r"--(\w+): (#\w+);", blocks[dark]))
        for text, ground in (*self.TEXTS, *self.MORE, ("paper", "link"), ("paper", "ink")):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)

    @pytest.mark.parametrize("dark", [False, True])
    def test_types_can_be_told_from_the_ground(self, dark: bool) -> None:
        ground = "#15181c" if dark else "#fff"
        rules = palette().split("@media")[dark]
        faint = {name for name, colour in re.findall(r"--([\w-]+):(#\w{6});", rules) if contrast(colour, ground) < 3}
        assert faint <= {"node-CompanyGroup"}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
