"""Words that make a plan of what a clause says."""

from __future__ import annotations

import pytest

from kg.relating import stance


@pytest.mark.parametrize(
    ("clause", "planned"),
    [
        ("企业将在天津设立总部", True),
        ("公司将把总部迁往雄安", True),
        ("公司计划将总部迁至天津", True),
        ("将于年底投产", True),
        ("2024年，梅卡曼德将总部从北京迁至雄安", False),
        ("公司去年将生产线整体搬到固安", False),
        ("领军企业落户天津", False),
    ],
)
def test_plans_are_told_from_what_is_moved(clause: str, planned: bool) -> None:
    assert ("planned" in stance.flags(clause)) is planned
