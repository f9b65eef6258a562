"""The store of the demo: the files of the sample organisation, imported one after the other as its script says."""

from __future__ import annotations

from pathlib import Path

from smdash.cli.demo_script import Script, Signing, Step
from smdash.clock import FixedClock
from smdash.domain.organisation import Role
from smdash.domain.sign_offs import Place
from smdash.errors import Refused
from smdash.exchange.apply import apply_plan
from smdash.exchange.files.openings import is_organisation_file
from smdash.exchange.organisation.apply import apply_organisation, read_organisation
from smdash.exchange.plan import Choices, make_plan
from smdash.exchange.read import read_file
from smdash.store.sign_offs import sign
from smdash.store.store import Store


def build_demo(path: Path, script: Script) -> None:
    """Make a new store at a path and import everything into it. The same files give the same numbers.

    `Refused` when something stands at that path already; an `InvalidInput` of a reader when a file is not as it must
    be.
    """
    if path.exists():
        raise Refused(f"{path} exists already.", "Choose another file, or remove this one.")
    store = Store.open(path, FixedClock(script.zone_name, script.start), actor=script.person)
    try:
        for step in script.steps:
            clock = FixedClock(script.zone_name, step.entered)
            if isinstance(step, Signing):
                _sign(path, clock, step)
                continue
            store.clock = clock
            _import(store, step)
    finally:
        store.close()


def _sign(path: Path, clock: FixedClock, step: Signing) -> None:
    """Sign as counsel does: on a connection of their own, in their own name."""
    counsel = Store.open(path, clock, role=Role.COUNSEL, actor=step.person)
    try:
        counsel.write(sign, Place(step.area), step.note)
    finally:
        counsel.close()


def _import(store: Store, step: Step) -> None:
    if is_organisation_file(step.file):
        currency = store.read(lambda snapshot: snapshot.organisation.currency)
        store.write(apply_organisation, read_organisation(step.file, currency))
        return
    understood = read_file(step.file, today=store.clock.today())
    plan = make_plan(store, understood, Choices(campaign=step.campaign))
    try:
        store.write(apply_plan, plan)
    finally:
        plan.close()
