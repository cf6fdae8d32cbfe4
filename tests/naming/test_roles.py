"""Words that an article defines to stand for one thing."""

from kg.naming.definitions import find_definitions
from kg.naming.roles import add_roles
from kg.records import Entity, Mention


def test_roles_a_defined_word_refers_everywhere_but_inside_other_words() -> None:
    text = "渤锐股份有限公司（以下简称“公司”）公告：公司与乙方签约，其子公司不参与。"
    name = Mention(0, 8, text[:8], "Company")
    wrong = Mention(text.index("公司与"), text.index("公司与") + 2, "公司", "Company", anaphor=True)
    entities = [Entity("e0", name.text, "Company", (name,)), Entity("e1", "乙方科技", "Company", (wrong,))]
    first, second = add_roles(text, entities, find_definitions(text))
    places = [m.start for m in first.mentions if m.anaphor]
    assert text.index("公司与") in places
    assert text.index("子公司") + 1 not in places
    assert second.mentions == ()
