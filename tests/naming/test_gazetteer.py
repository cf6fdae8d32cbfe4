"""Finding known names: folding, overlaps, ambiguity, places behind their region, an operator's own entries."""

import random

import pytest

from kg.errors import DataError
from kg.naming import gazetteer
from kg.naming.gazetteer import Entry, Gazetteer

HEADER = "id,name,type,aliases,region,lon,lat,parent,source\n"


def forms(names: Gazetteer, text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(text[hit.start : hit.end], hit.ids, hit.ambiguous) for hit in names.find(text)]


@pytest.fixture(scope="module")
def few() -> Gazetteer:
    return Gazetteer(
        [
            Entry("region-120000", "天津市", "Region", ("天津",), ("津",), "120000"),
            Entry("region-120101", "和平区", "Region", (), ("和平",), "120101", parent="region-120000"),
            Entry("region-130000", "河北省", "Region", ("河北",), ("冀",), "130000"),
            Entry("region-130100", "石家庄市", "Region", ("石家庄",), (), "130100", parent="region-130000"),
            Entry("region-130104", "石家庄市桥西区", "Region", (), ("桥西区",), "130104", parent="region-130100"),
            Entry("region-130700", "张家口市", "Region", ("张家口",), (), "130700", parent="region-130000"),
            Entry("region-130703", "张家口市桥西区", "Region", (), ("桥西区",), "130703", parent="region-130700"),
            Entry("tju", "天津大学", "University", (), ("天大",)),
            Entry("binhai-zgc", "天津滨海—中关村科技园", "Park", ("滨海-中关村",), (), "120000"),
            Entry("tcl", "TCL科技", "Company", ("TCL",)),
            Entry("pku-tj", "北京大学(天津滨海)新一代信息技术研究院", "Institute"),
            Entry("lingang", "临港经济区", "Park", (), ("临港",), "120000"),
            Entry("lingang-town", "临港", "Region"),
        ]
    )


def test_overlapping_names_are_all_found_in_order(few: Gazetteer) -> None:
    assert forms(few, "天津大学在天津市") == [
        ("天津", ("region-120000",), False),
        ("天津大学", ("tju",), False),
        ("津", ("region-120000",), True),
        ("天津", ("region-120000",), False),
        ("天津市", ("region-120000",), False),
        ("津", ("region-120000",), True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "天津滨海—中关村科技园",
        "天津滨海-中关村科技园",
        "天津滨海——中关村科技园",
        "天津滨海·中关村科技园",
        "天津滨海中关村科技园",
        "天津滨海－中关村科技园",
    ],
)
def test_dash_variants_are_one_name(few: Gazetteer, text: str) -> None:
    assert (text, ("binhai-zgc",), False) in forms(few, text)


@pytest.mark.parametrize("text", ["北京大学（天津滨海）新一代信息技术研究院", "北京大学(天津滨海)新一代信息技术研究院"])
def test_bracket_variants_are_one_name(few: Gazetteer, text: str) -> None:
    assert (text, ("pku-tj",), False) in forms(few, text)


@pytest.mark.parametrize("text", ["TCL科技", "tcl科技", "ＴＣＬ科技", "TCL 科技"])
def test_case_width_and_the_space_beside_latin_letters_do_not_matter(few: Gazetteer, text: str) -> None:
    assert (text, ("tcl",), False) in forms(few, text)


@pytest.mark.parametrize("text", ["TCLX公司", "STCL公司", "TCL2公司"])
def test_latin_names_end_at_word_borders(few: Gazetteer, text: str) -> None:
    assert few.find(text) == []


def test_a_form_sure_for_one_and_ambiguous_for_another_gives_two_hits(few: Gazetteer) -> None:
    assert forms(few, "临港") == [("临港", ("lingang-town",), False), ("临港", ("lingang",), True)]


def test_an_ambiguous_form_names_all_that_bear_it(few: Gazetteer) -> None:
    assert forms(few, "桥西区") == [("桥西区", ("region-130104", "region-130703"), True)]


def test_a_region_before_a_place_makes_it_sure(few: Gazetteer) -> None:
    assert ("河北张家口桥西区", ("region-130703",), False) in forms(few, "河北张家口桥西区")
    assert ("天津和平", ("region-120101",), False) in forms(few, "天津和平")
    assert ("天津临港", ("lingang",), False) in forms(few, "天津临港")


def test_a_region_before_a_place_elsewhere_joins_nothing(few: Gazetteer) -> None:
    assert all(text != "石家庄和平" for text, _, _ in forms(few, "石家庄和平"))
    assert all(text != "津和平" for text, _, _ in forms(few, "津和平"))


def test_by_form_knows_names_and_qualified_names(few: Gazetteer) -> None:
    assert few.by_form("天大") == ("tju",)
    assert few.by_form("石家庄市桥西区") == ("region-130104",)
    assert few.by_form("张家口桥西区") == ("region-130703",)
    assert few.by_form("大学") == ()
    assert few.by_form("") == ()


def test_fold_keeps_the_length() -> None:
    text = "İＴＣＬ（Ａ—Ｂ）…ǅ①㈱ﬁ𠮷～·・"
    assert len(gazetteer.fold(text)) == len(text)


def test_hits_are_slices_that_lead_back_to_their_entry() -> None:
    names = gazetteer.load()
    rng = random.Random(7)
    entries = rng.sample(list(names.entries.values()), 300)
    for entry in entries:
        for form in (*entry.forms, *entry.ambiguous):
            text = f"据悉，{form}，昨日"
            spans = [h for h in names.find(text) if entry.id in h.ids and text[h.start : h.end] == form]
            assert spans, (entry.id, form)
            assert spans[0].ambiguous == (form in entry.ambiguous)


def test_an_empty_gazetteer_finds_nothing() -> None:
    assert Gazetteer([]).find("天津大学") == []


def test_extended_adds_and_replaces(few: Gazetteer) -> None:
    own = few.extended([Entry("own", "本市测试园", "Park"), Entry("tcl", "TCL集团", "Company")])
    assert own.by_form("本市测试园") == ("own",)
    assert own.by_form("TCL集团") == ("tcl",)
    assert own.by_form("TCL科技") == ()
    assert few.by_form("TCL科技") == ("tcl",)
    assert few.by_form("本市测试园") == ()


def test_parse_reads_aliases_and_marks() -> None:
    (entry,) = gazetteer.parse(HEADER + "a,甲园,Park,甲|?乙|甲,120000,117.2,39.1,,own\n", "own.csv")
    assert entry == Entry("a", "甲园", "Park", ("甲",), ("乙",), "120000", 117.2, 39.1, "", "own")
    assert entry.place == "own.csv, line 2"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,name\na,甲\n", "own.csv, line 1: the header"),
        (HEADER + "a,甲,Park,,,,,,own\nb,乙,Planet,,,,,,own\n", "own.csv, line 3: unknown type 'Planet'"),
        (HEADER + "a,甲,Park,,,39.1,117.2,,own\n", "own.csv, line 2: 39.1 lies outside China"),
        (HEADER + "a,甲,Park,,,nan,39,,own\n", "own.csv, line 2: nan lies outside China"),
        (HEADER + "a,甲,Park,,,east,39,,own\n", "own.csv, line 2: 'east' is no number"),
        (HEADER + "a,,Park,,,,,,own\n", "own.csv, line 2: id and name"),
        (HEADER + "a,甲,Park\n", "own.csv, line 2: 9 columns"),
        (HEADER + "a,甲,Park,,,,,,own,more\n", "own.csv, line 2: 9 columns"),
    ],
)
def test_parse_names_file_and_line_of_a_fault(text: str, message: str) -> None:
    with pytest.raises(DataError, match="^" + message.replace("(", r"\(")):
        gazetteer.parse(text, "own.csv")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("b,乙,Park,,990000,,,,own", "own.csv, line 2: no region has the code 990000"),
        ("b,乙,Park,,,,,nobody,own", "own.csv, line 2: no entry has the id 'nobody'"),
    ],
)
def test_references_must_lead_somewhere(few: Gazetteer, line: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        few.extended(gazetteer.parse(HEADER + line + "\n", "own.csv"))


def test_an_id_stands_once() -> None:
    entries = gazetteer.parse(HEADER + "a,甲,Park,,,,,,own\na,乙,Park,,,,,,own\n", "own.csv")
    with pytest.raises(DataError, match=r"own\.csv, line 3: id 'a' stands already at own\.csv, line 2"):
        Gazetteer(entries)


@pytest.mark.parametrize(
    ("text", "form", "entry"),
    [
        ("落户天津经开区西区的企业", "天津经开区西区", "teda-west"),
        ("北京亦庄的机器人企业", "北京亦庄", "beijing-etown"),
        ("河北省廊坊市固安县的工厂", "河北省廊坊市固安县", "region-131022"),
        ("位于北京市大兴区采育镇", "北京市大兴区采育镇", "region-110115104"),
        ("天津武清京津产业新城", "天津武清京津产业新城", "wuqing-newcity"),
        ("京津冀三地工信部门", "京津冀", "jjj"),
        ("雄安新区管委会与北理工签约", "北理工", "bit"),
        ("天津市工信局局长", "天津市工信局", "tianjinshigongyehexinxihuaju"),
        ("海河产业基金领投", "海河产业基金", "haihe-fund"),
        ("滨海中关村科技园", "滨海中关村科技园", "binhai-zgc"),
        ("天坛医院牵头", "天坛医院", "tiantan"),
        ("通武廊三地", "通武廊", "tongwulang"),
    ],
)
def test_names_as_news_writes_them(text: str, form: str, entry: str) -> None:
    assert (form, (entry,), False) in forms(gazetteer.load(), text)


@pytest.mark.parametrize("text", ["维护世界和平", "河东狮吼", "天大的好事", "市政府"])
def test_common_words_are_never_sure(text: str) -> None:
    assert all(hit.ambiguous for hit in gazetteer.load().find(text))
