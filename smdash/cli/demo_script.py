"""The script of the demo: when it is, who is at the keyboard, and which files are imported. Needs no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from smdash.clock import zone
from smdash.errors import InvalidInput
from smdash.exchange.organisation.fields import Fields, each, load_toml, together

SCRIPT = "demo.toml"


@dataclass(frozen=True, slots=True)
class Step:
    """One file, when it is imported (UTC), and the campaign of those of its rows that name none."""

    file: Path
    entered: datetime
    campaign: str


@dataclass(frozen=True, slots=True)
class Signing:
    """A legal area that counsel signs as it stands, when (UTC), and with which note."""

    area: str
    person: str
    entered: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Script:
    """What the demo is made of: who sits at the keyboard, in which zone, from which instant on (UTC), and the steps."""

    person: str
    zone_name: str
    start: datetime
    steps: tuple[Step | Signing, ...]


def read_script(folder: Path) -> Script:
    """The script of a folder of sample files, `demo.toml` in it; `InvalidInput` when it is not as it must be."""
    path = folder / SCRIPT
    top = Fields(SCRIPT, load_toml(path), "")
    person, zone_name = top.text("person"), top.text("zone")
    place = zone(zone_name)
    start = _instant(top.moment("start"), place)
    faults: list[str] = []

    def step(fields: Fields) -> Step | Signing:
        entered = _instant(fields.moment("entered"), place) if "entered" in fields.values else start
        if "sign" in fields.values:
            return Signing(fields.text("sign"), fields.text("person"), entered, fields.text("note", ""))
        return Step(folder / fields.text("file"), entered, fields.text("campaign", ""))

    steps = each(top.tables("step"), step, faults)
    try:
        top.end()
    except InvalidInput as fault:
        faults.append(fault.message)
    if faults:
        raise together(faults, SCRIPT)
    return Script(person, zone_name, start, steps)


def _instant(wall: datetime, place: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=place).astimezone(UTC)
