"""`smdash import FILE.zip` of what `smdash export all` wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from smdash.domain.text import name_key
from smdash.errors import InvalidInput
from smdash.exchange import complete as exchange
from smdash.exchange.complete_file import is_complete_export, open_complete


def complete_among(paths: Sequence[str]) -> Path | None:
    """The complete export among the files named, if there is one; `InvalidInput` when it is not alone."""
    found = [path for path in map(Path, paths) if is_complete_export(path)]
    if found and len(paths) > 1:
        raise InvalidInput(f"“{found[0].name}” is a complete export.", "Import it by itself.")
    return found[0] if found else None


def who_imports(path: Path, actor: str) -> str:
    """The name, as the export has it, of who imports: somebody of its own, so that they can undo it and go on."""
    names = exchange.people_of(open_complete(path))
    found = next((name for name in names if name_key(name) == name_key(actor)), None)
    if found is None:
        known = ", ".join(names)
        raise InvalidInput(
            f"“{actor}” is not among the people of “{path.name}”: {known or 'it has none'}.",
            "Say who you are with `smdash --person NAME import …`, or set person in config.toml.",
        )
    return found
