"""Definitions of short forms: what is found, and where the name that they stand for ends."""

import pytest

from kg.naming.definitions import find_definitions


@pytest.mark.parametrize(
    ("text", "forms", "before"),
    [
        ("天津渤锐汽车电子股份有限公司（以下简称“渤锐车电”）公告", ["渤锐车电"], "有限公司"),
        ("天开高教科创园(以下简称天开园)是载体", ["天开园"], "科创园"),
        ("某某股份有限公司（简称“甲方一”或“渤锐”）", ["甲方一", "渤锐"], "有限公司"),
        ("雄安星瀚空间技术有限公司，简称“星瀚空间”，是一家商业航天企业", ["星瀚空间"], "有限公司"),
        ("临港精细化工公共服务平台（下称津沧平台）", ["津沧平台"], "平台"),
        ("京津冀原料药协作联盟(即“京津冀药联”)成立", ["京津冀药联"], "联盟"),
    ],
)
def test_definitions_are_found(text: str, forms: list[str], before: str) -> None:
    found = find_definitions(text)
    assert [text[d.start : d.end] for d in found] == forms
    assert all(text[: d.anchor].endswith(before) for d in found)


@pytest.mark.parametrize(
    "text", ["机组(10MW/40MWh)投运", "项目（二期）开工", "他称赞了这家企业", "总部（原址在北京市丰台区）已经清空"]
)
def test_definitions_other_brackets_define_nothing(text: str) -> None:
    assert find_definitions(text) == []


def test_definitions_common_words_are_marked() -> None:
    [definition] = find_definitions("渤锐汽车电子股份有限公司（以下简称“公司”）")
    assert definition.role_word
