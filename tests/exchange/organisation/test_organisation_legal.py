"""What an organisation file says of legal risk beside answers: evidence of three kinds, and rewordings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.evidence import EvidenceKind
from smdash.errors import InvalidInput
from smdash.exchange.organisation.apply import apply_organisation, read_organisation
from smdash.reports.risk_tables import question_words
from smdash.store import risks
from smdash.store.legal_items import library
from smdash.store.store import Store

LEGAL = """
[[legal]]
yes = ["C4"]

[[legal.evidence]]
item = "C4"
file = "contract.txt"
label = "Contract"
expires = 2026-12-31

[[legal.evidence]]
item = "C4"
link = "example.org/contract"

[[legal.evidence]]
item = "C4"
text = "In the blue folder."

[[legal.reworded]]
item = "C4"
question = "Did our photographers sign?"
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    clock = FixedClock("UTC", datetime(2026, 11, 22, 12, tzinfo=UTC))
    opened = Store.open(tmp_path / "smdash.db", clock, actor="ana")
    yield opened
    opened.close()


def test_evidence_and_rewordings_are_written_with_their_answers(store: Store, tmp_path: Path) -> None:
    (tmp_path / "contract.txt").write_text("signed", "utf-8")
    (tmp_path / "legal.toml").write_text(LEGAL, "utf-8")
    added = store.write(apply_organisation, read_organisation(tmp_path / "legal.toml", "USD"))
    assert added == {"rewording": 1, "answer": 1, "piece of evidence": 3}
    file, link, note = store.read(risks.answers)["C4"].evidence
    assert (file.label, file.sha256, file.expires) == (
        "Contract", hashlib.sha256(b"signed").hexdigest(), date(2026, 12, 31),
    )  # fmt: skip
    assert (link.content, note.kind) == ("https://example.org/contract", EvidenceKind.TEXT)
    item = store.read(library).item("C4")
    assert question_words(item) == (
        "C4 Did our photographers sign? (reworded here; shipped: Do freelancers/agency assign rights in writing?)"
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('file = "contract.txt"', 'file = "gone.txt"', "There is no file"),
        ('link = "example.org/contract"', "", "must be one of file, link or text"),
        ('text = "In the blue folder."', 'text = "In"\nlink = "example.org"', "must be one of file, link or text"),
    ],
)
def test_what_is_wrong_with_evidence_is_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "contract.txt").write_text("signed", "utf-8")
    (tmp_path / "legal.toml").write_text(LEGAL.replace(old, new), "utf-8")
    with pytest.raises(InvalidInput, match=says):
        read_organisation(tmp_path / "legal.toml", "USD")
