"""A field of a form that takes the name of something stored."""

from __future__ import annotations

from collections.abc import Mapping

from smdash.domain.naming import find_name, known_names, nearest_names
from smdash.errors import InvalidInput
from smdash.tui.widgets.fields import Field, Understood


def named_field(name: str, label: str, names: Mapping[int, str], chosen: int | None, hint: str) -> Field:
    """A field that takes a name of `names` (by id), or a beginning only one has, and gives its id, None when empty.

    The name of the id `chosen` stands in it at first.
    """

    def parse(typed: str) -> Understood:
        every = tuple(names.values())
        found, candidates = find_name(typed, every, {})
        if found is None:
            near = candidates or nearest_names(typed.split(), known_names(every, {}))
            raise InvalidInput(
                f"There is no {label.casefold()} “{typed}”.", f"Perhaps {', '.join(near)}?" if near else ""
            )
        found_id = next(row_id for row_id, each in names.items() if each == found)
        return Understood(found_id, "" if typed == found else found)

    return Field(
        name,
        label,
        hint=hint,
        initial=names.get(chosen or 0, ""),
        completions=tuple(sorted(names.values())),
        parse=parse,
    )
