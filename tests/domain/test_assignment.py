"""Rules take the posts that all their conditions fit, and the first one decides."""

from __future__ import annotations

from datetime import date

import pytest

from smdash.domain.assignment import Facts, Matching, Rule, RuleDraft, check_rule, first_rule, moved, takes
from smdash.errors import FormFaults, Refused

POST = Facts(3, date(2026, 10, 5), "photo", "Join us for #Spring: early bird, ÜBERALL!")


@pytest.mark.parametrize(
    ("draft", "fits"),
    [
        (RuleDraft(1, words="#spring"), True),
        (RuleDraft(1, words="SPRING: early"), True),
        (RuleDraft(1, words="überall"), True),
        (RuleDraft(1, words="pring"), True),
        (RuleDraft(1, words="pring", matching=Matching.ANY), False),
        (RuleDraft(1, words="spring bird", matching=Matching.ALL), True),
        (RuleDraft(1, words="#spring bird", matching=Matching.ALL), True),
        (RuleDraft(1, words="#bird", matching=Matching.ALL), False),
        (RuleDraft(1, words="spring autumn", matching=Matching.ALL), False),
        (RuleDraft(1, words="autumn early", matching=Matching.ANY), True),
        (RuleDraft(1, channel_id=3), True),
        (RuleDraft(1, channel_id=4, words="spring"), False),
        (RuleDraft(1, start=date(2026, 10, 5), until=date(2026, 10, 5)), True),
        (RuleDraft(1, start=date(2026, 10, 6)), False),
        (RuleDraft(1, until=date(2026, 10, 4)), False),
        (RuleDraft(1, kind="Photo"), True),
        (RuleDraft(1, kind="reel"), False),
    ],
)
def test_conditions(draft: RuleDraft, fits: bool) -> None:
    assert takes(draft, POST) is fits


def test_the_first_rule_that_fits_decides() -> None:
    rules = [
        Rule(7, 1, RuleDraft(1, kind="reel")),
        Rule(8, 2, RuleDraft(2, channel_id=3)),
        Rule(9, 3, RuleDraft(3, words="spring")),
    ]
    found = first_rule(rules, POST)
    assert found is not None
    assert found.id == 8
    assert first_rule(rules[:1], POST) is None


def test_all_faults_of_a_rule_at_once() -> None:
    draft = RuleDraft(1, start=date(2026, 10, 6), until=date(2026, 10, 5), words="!?", matching=Matching.ANY)
    with pytest.raises(FormFaults) as fault:
        check_rule(draft)
    assert set(fault.value.faults) == {"until", "words"}
    with pytest.raises(FormFaults, match="at least one condition"):
        check_rule(RuleDraft(1))


def test_rules_change_places() -> None:
    rules = [Rule(key, key, RuleDraft(1, kind="x")) for key in (1, 2, 3)]
    assert moved(rules, 3, -1) == [1, 3, 2]
    assert moved(rules, 1, -1) == [1, 2, 3]
    assert moved(rules, 1, 5) == [2, 3, 1]
    with pytest.raises(Refused):
        moved(rules, 9, 1)
