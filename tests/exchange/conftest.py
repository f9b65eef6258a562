from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smdash.exchange.read import Choices, Understood, read_bytes, read_file

EXPORTS = Path(__file__).parent.parent / "fixtures" / "exports"
TODAY = date(2026, 11, 22)


@pytest.fixture
def exports() -> Path:
    """The folder of synthetic export files."""
    return EXPORTS


@pytest.fixture
def read() -> Callable[..., Understood]:
    """Understand a fixture by its file name, on a fixed day."""

    def understand(name: str, choices: Choices | None = None) -> Understood:
        return read_file(EXPORTS / name, today=TODAY, choices=choices)

    return understand


@pytest.fixture
def read_text() -> Callable[..., Understood]:
    """Understand a text as if it were a file, on a fixed day."""

    def understand(content: str, choices: Choices | None = None) -> Understood:
        return read_bytes("export.csv", content.encode(), today=TODAY, choices=choices)

    return understand
