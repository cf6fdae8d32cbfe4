"""Departments speak for their universities."""

import pytest

from kg.naming import gazetteer
from kg.naming.candidates import Candidate
from kg.naming.departments import lifted


@pytest.mark.parametrize(
    ("form", "kind", "name"),
    [
        ("天津大学化工学院", "University", "天津大学"),
        ("清华大学精密仪器系", "Institute", "清华大学"),
        ("北京科技大学的冶金新材料团队", "Institute", "北京科技大学"),
        ("北京科技大学天津学院", "University", "北京科技大学天津学院"),
        ("清华大学天津电子信息研究院", "Institute", "清华大学天津电子信息研究院"),
        ("天津大学", "University", "天津大学"),
        ("石家庄学院", "University", "石家庄学院"),
    ],
)
def test_departments_stand_for_their_university(form: str, kind: str, name: str) -> None:
    text = f"它与{form}合作。"
    found = lifted(Candidate(2, 2 + len(form), kind, "tagger"), text, gazetteer.load().by_form)
    assert text[found.start : found.end] == name
    assert found.type == ("University" if name != form else kind)


def test_departments_of_companies_are_none() -> None:
    text = "大学生创业学院"
    asked = Candidate(0, 7, "Company", "tagger")
    assert lifted(asked, text, gazetteer.load().by_form) == asked
