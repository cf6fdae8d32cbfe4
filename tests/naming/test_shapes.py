"""Names by their looks."""

import pytest

from kg.naming.shapes import by_ending, counted_groups, in_enumerations


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("日前，落户天津渤锐汽车电子股份有限公司总部", "天津渤锐汽车电子股份有限公司", "Company"),
        ("由冀东高端装备研究院牵头", "冀东高端装备研究院", "Institute"),
        ("坐落在沧州临港经济技术开发区", "沧州临港经济技术开发区", "Park"),
        ("渤锐热控（廊坊）有限公司收到通知", "渤锐热控（廊坊）有限公司", "Company"),
        ("加入京津冀汽车轻量化产业联盟", "京津冀汽车轻量化产业联盟", "Cluster"),
    ],
)
def test_shapes_names_end_at_verbs_to_their_left(text: str, name: str, kind: str) -> None:
    assert (name, kind) in {(text[c.start : c.end], c.type) for c in by_ending(text, [])}


def test_shapes_known_names_hold_stop_words() -> None:
    text = "与华为技术有限公司签约"
    start = text.index("华为")
    names = {text[c.start : c.end] for c in by_ending(text, [(start, start + 2)])}
    assert "华为技术有限公司" in names


def test_shapes_items_of_a_list_take_the_type_of_its_head() -> None:
    text = "清微智能、初相位科技、映目云等一批企业在此转化"
    found = {(text[c.start : c.end], c.type) for c in in_enumerations(text)}
    assert {("初相位科技", "Company"), ("映目云", "Company")} <= found


def test_shapes_counted_groups() -> None:
    text = "园区有近40家新能源汽车零部件企业配套"
    assert [text[c.start : c.end] for c in counted_groups(text)] == ["近40家新能源汽车零部件企业"]
