from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color

from smdash.errors import InvalidInput
from smdash.paths import shipped
from smdash.tui.theming import ROLES, Look, choose, load_look, load_looks

DARK = (shipped("themes") / "dark.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def looks() -> dict[str, Look]:
    found, faults = load_looks([shipped("themes")])
    assert not faults
    return found


def test_three_themes_ship(looks: dict[str, Look]) -> None:
    assert set(looks) == {"dark", "light", "ansi"}
    assert looks["dark"].theme.dark
    assert not looks["light"].theme.dark


def test_every_theme_has_every_role(looks: dict[str, Look]) -> None:
    for look in looks.values():
        assert set(look.roles) == set(ROLES)


def test_ansi_uses_the_terminals_own_colours_only(looks: dict[str, Look]) -> None:
    for style in looks["ansi"].roles.values():
        for colour in (style.color, style.bgcolor):
            assert colour is None or colour.triplet is None
    theme = looks["ansi"].theme
    for value in (theme.primary, theme.background, theme.foreground, theme.panel):
        assert str(value).startswith("ansi_")


def test_selection_is_seen_without_colour_in_sixteen_colours(looks: dict[str, Look]) -> None:
    assert looks["ansi"].roles["selection"].reverse


@pytest.mark.parametrize("name", ["dark", "light"])
def test_text_can_be_read_on_its_background(looks: dict[str, Look], name: str) -> None:
    look = looks[name]
    background = Color.parse(look.theme.background or "")
    for role, style in look.roles.items():
        behind = Color.from_rich_color(style.bgcolor) if style.bgcolor else background
        front = Color.from_rich_color(style.color) if style.color else Color.parse(look.theme.foreground or "")
        assert contrast(front, behind) >= 4.5, role


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Color) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('good = "#86c78d"', 'good = "greenish-blue"', "roles.good"),
        ('good = "#86c78d"', "", "roles.good"),
        ('good = "#86c78d"', 'goood = "#86c78d"', "roles.goood"),
        ('panel = "#242a33"', 'panel = "bold red"', "base.panel"),
        ("dark = true", 'dark = "yes"', "dark"),
        ("dark = true", "dark = ", "theme"),
        ('muted = "#8f98a5"', 'muted = "red blue"', "roles.muted"),
        ('muted = "#8f98a5"', 'muted = "red on"', "roles.muted"),
    ],
)
def test_a_fault_names_file_and_key(tmp_path: Path, old: str, new: str, named: str) -> None:
    file = tmp_path / "mine.toml"
    assert old in DARK
    file.write_text(DARK.replace(old, new, 1), "utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_look(file)
    assert str(file) in caught.value.message
    assert named in caught.value.message


def test_a_persons_own_theme_wins_and_a_broken_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "dark.toml").write_text(DARK.replace("#86c78d", "#00ff00"), "utf-8")
    (tmp_path / "broken.toml").write_text("x", "utf-8")
    looks, faults = load_looks([shipped("themes"), tmp_path, tmp_path / "none"])
    assert looks["dark"].roles["good"].color is not None
    assert looks["dark"].roles["good"].color.name == "#00ff00"
    assert len(faults) == 1
    assert "broken.toml" in faults[0].message


def test_the_theme_that_suits_the_terminal(looks: dict[str, Look]) -> None:
    assert choose("auto", looks, "16") == "ansi"
    assert choose("auto", looks, "truecolor") == "dark"
    assert choose("auto", looks, "none") == "dark"
    assert choose("light", looks, "16") == "light"
    assert choose("gone", looks, "256") == "dark"
    with pytest.raises(InvalidInput):
        choose("auto", {}, "256")
