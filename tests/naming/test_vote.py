"""The vote: agreement is worth more than one voice, and overlaps are settled."""

from kg.naming import vote
from kg.naming.candidates import Candidate


def spans(*candidates: Candidate) -> list[tuple[int, int, str]]:
    return [(b.start, b.end, b.type) for b in vote.choose(vote.count(candidates))]


def test_vote_one_weak_voice_is_not_enough() -> None:
    assert spans(Candidate(0, 4, "Company", "tagger", 0.3)) == []


def test_vote_two_voices_carry_each_other() -> None:
    tagger, listed = Candidate(0, 4, "Company", "tagger", 0.3), Candidate(0, 4, "Company", "enumeration")
    assert spans(tagger) == []
    assert spans(tagger, listed) == [(0, 4, "Company")]


def test_vote_the_longer_of_two_sure_names_wins() -> None:
    inner, outer = Candidate(0, 4, "University", "tagger", 0.9), Candidate(0, 9, "Institute", "tagger", 0.9)
    assert spans(inner, outer) == [(0, 9, "Institute")]


def test_vote_two_sure_short_names_beat_a_doubtful_long_one() -> None:
    parts = [Candidate(0, 4, "Company", "tagger", 0.95), Candidate(5, 9, "Company", "tagger", 0.95)]
    assert spans(*parts, Candidate(0, 9, "Company", "tagger", 0.55)) == [(0, 4, "Company"), (5, 9, "Company")]


def test_vote_common_words_are_no_names() -> None:
    ballots = vote.count([Candidate(0, 2, "Park", "tagger", 0.9)])
    assert vote.mentions(ballots, "园区扩建") == []


def test_vote_phrases_of_policy_are_no_names_unless_the_gazetteer_has_them() -> None:
    for form in ("天津转化", "产业深度融合", "加强科创园区", "首个产业化项目"):
        assert not vote.possible(Candidate(0, len(form), "Company", "tagger", 0.99), form)
        assert vote.possible(Candidate(0, len(form), "Company", "gazetteer"), form)
        assert vote.possible(Candidate(0, len(form), "Industry", "tagger", 0.99), form)
    assert vote.possible(Candidate(0, 4, "Company", "tagger", 0.9), "澄光科技")


def test_vote_no_name_holds_half_of_a_bracket() -> None:
    for form in ("北京科兴（滤膜基材", "澄光科技)", "“听潮", "听潮”的地面站"):
        assert not vote.possible(Candidate(0, len(form), "Company", "tagger", 0.99), form)
    for form in ("澄光(天津)科技", "澄光（天津)科技", "“听潮”号"):
        assert vote.possible(Candidate(0, len(form), "Company", "tagger", 0.99), form)
