"""The benchmarks' table: verdicts, and numbers with the unit that suits them."""

from __future__ import annotations

import pytest

from benchmarks.results import Budget, Result, Sample, shown, table

QUICK, SLOW = Sample((0.1, 0.12, 0.2)), Sample((0.3, 0.3, 0.9))


@pytest.mark.parametrize(
    ("result", "verdict"),
    [
        (Result("a", QUICK, Budget(ratio=1.25), QUICK), "ok"),
        (Result("a", SLOW, Budget(ratio=1.25), QUICK), "over"),
        (Result("a", QUICK, Budget(limit=0.12)), "ok"),
        (Result("a", SLOW, Budget(limit=0.12)), "over"),
        (Result("a", Sample((0.0,), "B"), Budget(limit=0)), "ok"),
        (Result("a", SLOW), "–"),
        (Result("a", None, note="no such command"), "not yet"),
        (Result("a", None, failed=True), "failed"),
    ],
)
def test_the_verdict_compares_medians_with_the_budget(result: Result, verdict: str) -> None:
    assert result.verdict == verdict


def test_the_ratio_is_of_medians() -> None:
    assert Result("a", SLOW, floor=QUICK).ratio == pytest.approx(2.5)
    assert Result("a", SLOW).ratio is None


@pytest.mark.parametrize(
    ("sample", "text"),
    [
        (Sample((0.1, 0.12, 0.2)), "120 ms (100–200)"),
        (Sample((1.5, 2.0, 2.5)), "2.00 s (1.50–2.50)"),
        (Sample((4300.0, 4300.0), "B"), "4.30 kB"),
        (Sample((350.0,), "B"), "350 B"),
        (Sample((81.4, 90.0, 99.6), "MB"), "90 MB (81–100)"),
    ],
)
def test_a_sample_is_shown_with_its_spread(sample: Sample, text: str) -> None:
    assert sample.text == text


def test_a_row_without_a_measurement_stands_in_the_table_with_its_reason() -> None:
    printed = table([Result("import", None, note="there is no such command"), Result("idle", QUICK)])
    assert "not yet" in printed
    assert "there is no such command" in printed
    assert shown(0.25, "s") == "250 ms"
