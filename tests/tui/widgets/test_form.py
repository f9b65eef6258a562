from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from smdash.domain.money import Money
from smdash.errors import FormFaults, InvalidInput, Refused
from smdash.tui.app import SmdashApp
from smdash.tui.pane import Pane
from smdash.tui.widgets.fields import Field, Understood, matching, understand, understood
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.inputs import ChoiceEditor

TODAY = date(2026, 11, 22)
FIELDS = (
    Field("title", "Title", required=True, hint="what it was for"),
    Field("campaign", "Campaign", completions=("Spring membership", "Spring fair", "Always-on [x]")),
    Field("amount", "Amount", "money", currency="USD", required=True),
    Field("on", "On", "day", initial="yesterday"),
    Field("time", "Time", "duration"),
    Field("kind", "Kind", "choice", choices=(("ads", "Ads"), ("tools", "Tools"), ("text", "Texts")), initial="ads"),
    Field("count", "Count", "number"),
    Field("again", "Every month", "flag"),
    Field("code", "Code"),
    Field("note", "Note", "note"),
)


@pytest.mark.parametrize(
    ("kind", "typed", "value", "echo"),
    [
        ("text", " a  [b] ", "a [b]", ""),
        ("day", "20 nov", date(2026, 11, 20), "Fri 20 Nov 2026"),
        ("money", "1250,5", Money(125_050, "USD"), "1 250.50 USD"),
        ("duration", "1.30", 4680, "1 h 18 min"),
        ("number", "1250,5", Decimal("1250.5"), "1 250.5"),
        ("number", "12", Decimal(12), ""),
        ("flag", "yes", True, ""),
        ("flag", "no", False, ""),
        ("note", "a\nb", "a\nb", ""),
        ("day", "", None, ""),
        ("text", " ", "", ""),
    ],
)
def test_what_typed_text_means(kind: Any, typed: str, value: object, echo: str) -> None:
    assert understand(Field("f", "F", kind, currency="USD"), typed, TODAY) == Understood(value, echo)


def test_a_field_may_read_in_its_own_way() -> None:
    field = Field("f", "F", parse=lambda text: Understood(text.split("/"), "a ratio"))
    assert understand(field, "340/10000", TODAY) == Understood(["340", "10000"], "a ratio")


def test_all_faults_at_once() -> None:
    typed = dict.fromkeys((field.name for field in FIELDS), "")
    values, faults = understood(FIELDS, typed | {"on": "31 feb", "amount": "1.250", "time": "x", "kind": "?"}, TODAY)
    assert list(faults) == ["title", "amount", "on", "time", "kind"]
    assert "1250 or 1.25" in faults["amount"]
    assert not set(values) & set(faults)


def test_names_that_begin_so_come_first() -> None:
    names = ("Always-on spring", "Spring fair", "Spring membership")
    assert matching(names, "SPR") == ["Spring fair", "Spring membership", "Always-on spring"]
    assert matching(names, "", 1) == ["Always-on spring"]


class Blank(Pane[int]):
    async def load(self) -> int:
        return 1

    def show(self, state: int) -> None:
        """Nothing."""


Saved = list[dict[str, Any]]


@pytest.fixture
def saved() -> Saved:
    return []


@pytest.fixture
def form(saved: Saved) -> Form[str]:
    async def save(values: dict[str, Any]) -> str:
        if values["amount"].minor > 100_000:
            raise Refused("The budget is used up.", "Raise it first.")
        if values["code"] == "taken":
            raise FormFaults({"code": "That code is taken.", "elsewhere": "And this."})
        saved.append(values)
        return "done"

    return Form("New cost [x]", FIELDS, save)


async def test_a_form_is_filled_and_saved_from_the_keyboard(
    make_app: Callable[..., SmdashApp], form: Form[str], saved: Saved, settle: Any, text_of: Any
) -> None:
    app = make_app(Blank)
    results: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.push_screen(form, results.append)
        await settle(pilot)
        screen = text_of(app)
        assert any("= Sat 21 Nov 2026" in text for text in screen)
        assert any("Save (ctrl+s)" in text for text in screen)
        assert any("what it was for" in text for text in screen)
        await pilot.press(*"ads", "enter", *"spring f", "right", "enter", *"12,5", "enter", "enter", "enter", "t")
        await settle(pilot)
        assert any("= 12.50 USD" in text for text in text_of(app))
        await pilot.press("enter", "enter", "space", "ctrl+s")
        await settle(pilot)
    assert results == ["done"]
    assert saved[0]["title"] == "ads"
    assert saved[0]["campaign"] == "Spring fair"
    assert saved[0]["amount"] == Money(1250, "USD")
    assert saved[0]["on"] == date(2026, 11, 21)
    assert saved[0]["kind"] == "tools"
    assert saved[0]["again"] is True


async def test_faults_stand_at_their_fields_and_nothing_is_lost(
    make_app: Callable[..., SmdashApp], form: Form[str], saved: Saved, settle: Any, text_of: Any, hostile: str
) -> None:
    app = make_app(Blank)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.push_screen(form)
        await settle(pilot)
        await pilot.press("f2")
        await settle(pilot)
        screen = text_of(app)
        assert any("! Title is needed." in text for text in screen)
        assert any("! Amount is needed." in text for text in screen)
        form.focused.value = hostile  # type: ignore[union-attr]
        form._rows["amount"].editor.value = "2000"  # type: ignore[union-attr]
        await pilot.press("f2")
        await settle(pilot)
        assert any("! The budget is used up." in text for text in text_of(app))
        form._rows["amount"].editor.value = "1"  # type: ignore[union-attr]
        form._rows["code"].editor.value = "taken"  # type: ignore[union-attr]
        await pilot.press("f2")
        await settle(pilot)
        screen = text_of(app)
        assert any("! That code is taken." in text for text in screen)
        assert any("! And this." in text for text in screen)
        assert not any("\x1b" in text for text in screen)
        assert form.typed["amount"] == "1"
        assert form.typed["title"].startswith("[red]x[/]")
    assert not saved


async def test_leaving_asks_only_when_something_was_typed(
    make_app: Callable[..., SmdashApp], form: Form[str], settle: Any
) -> None:
    app = make_app(Blank)
    results: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.push_screen(form, results.append)
        await settle(pilot)
        await pilot.press("a", "escape")
        await settle(pilot)
        assert app.screen.query("#no")
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen is form
        assert form.typed["title"] == "a"
        await pilot.press("backspace", "escape")
        await settle(pilot)
    assert results == [None]


async def test_ten_fields_can_be_reached_in_a_small_window(
    make_app: Callable[..., SmdashApp], form: Form[str], settle: Any, text_of: Any
) -> None:
    app = make_app(Blank)
    async with app.run_test(size=(60, 16)) as pilot:
        await settle(pilot)
        await app.push_screen(form)
        await settle(pilot)
        await pilot.press(*["tab"] * 9)
        await settle(pilot)
        screen = text_of(app)
        assert any("Note" in text for text in screen)
        assert any("Save (ctrl+s)" in text for text in screen)


def test_a_parse_of_its_own_may_refuse() -> None:
    def refuse(_text: str) -> Understood:
        raise InvalidInput("No.", "Never.")

    assert understood([Field("f", "F", parse=refuse)], {"f": "x"}, TODAY) == ({}, {"f": "No. Never."})


BOUNDS = ("shape", frozenset({"range"}))
SHAPED = (
    Field("name", "Name", initial="Sign-ups"),
    Field("shape", "Shape", "choice", initial="rise", choices=(("rise", "rise"), ("range", "range"))),
    Field("target", "Target", "number", only_if=("shape", frozenset({"rise"}))),
    Field("low", "At least", "number", required=True, only_if=BOUNDS),
)


async def test_fields_are_asked_where_another_field_calls_for_them(
    make_app: Callable[..., SmdashApp], settle: Any, text_of: Any
) -> None:
    saved: list[dict[str, Any]] = []

    async def submit(values: dict[str, Any]) -> None:
        saved.append(values)

    app = make_app(Blank)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        form = Form("KPI", SHAPED, submit, begin="target")
        await app.push_screen(form)
        await settle(pilot)
        assert form.focused is form._rows["target"].editor
        assert not any("At least" in line for line in text_of(app))
        await pilot.press("5", "up", "right")
        await settle(pilot)
        assert any("At least" in line for line in text_of(app))
        assert not any("Target" in line for line in text_of(app))
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert any("! At least is needed." in line for line in text_of(app))
        await pilot.press("3", "ctrl+s")
        await settle(pilot)
    assert saved == [{"name": "Sign-ups", "shape": "range", "target": None, "low": Decimal(3)}]


async def test_a_field_just_asked_for_is_next_though_nothing_was_painted_yet(
    make_app: Callable[..., SmdashApp], settle: Any
) -> None:
    async def submit(_values: dict[str, Any]) -> None:
        """Never."""

    app = make_app(Blank)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        form = Form("KPI", SHAPED, submit, begin="shape")
        await app.push_screen(form)
        await settle(pilot)
        with app.batch_update():
            shape = form._rows["shape"].editor
            assert isinstance(shape, ChoiceEditor)
            shape.action_turn(1)
            form._show_asked()
            form.focus_next()
            assert form.focused is form._rows["low"].editor
