"""Frozen values behave as those of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, replace
from typing import Any, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash import values

T = TypeVar("T")
Decorator = Callable[..., Any]


def classes(dataclass: Decorator) -> dict[str, Any]:
    """One class of each form the program has."""

    @dataclass(frozen=True, slots=True)
    class Plain:
        """A point."""

        x: int
        name: str = "a"
        others: list[int] = field(default_factory=list)

        @property
        def double(self) -> int:
            return self.x * 2

    @dataclass(frozen=True, slots=True)
    class Checked:
        x: int
        seen: int = field(default=0, compare=False, repr=False)

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError("negative")

    @dataclass(frozen=True, slots=True)
    class Own:
        x: int

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    @dataclass(frozen=True, slots=True)
    class Nothing:
        pass

    @dataclass(frozen=True, slots=True)
    class Wider(Plain):
        width: int = 3

    @dataclass(frozen=True, slots=True)
    class Box(Generic[T]):
        held: T

    @dataclass(slots=True)
    class Changing:
        x: int

    return {one.__name__: one for one in (Plain, Checked, Own, Nothing, Wider, Box, Changing)}


STANDARD, OURS = classes(dataclasses.dataclass), classes(values.dataclass)


@values.dataclass(frozen=True, slots=True)
class Kept:
    """At the top of a module, where pickle finds it."""

    x: int
    name: str = "a"


@given(st.integers(), st.text(max_size=3), st.integers(), st.text(max_size=3))
def test_equality_and_text_are_the_standard_ones(x: int, name: str, y: int, other: str) -> None:
    (a, b), (c, d) = ((kind["Plain"](x, name), kind["Plain"](y, other)) for kind in (STANDARD, OURS))
    assert (a == b) == (c == d)
    assert repr(a) == repr(c)
    assert dataclasses.asdict(a) == dataclasses.asdict(c)
    one, two = OURS["Checked"](abs(x), 1), OURS["Checked"](abs(x), 2)
    assert one == two
    assert hash(one) == hash(two)
    assert repr(one) == repr(STANDARD["Checked"](abs(x), 1))


@pytest.mark.parametrize("kind", [STANDARD, OURS], ids=["standard", "ours"])
def test_values_are_made_read_and_refuse_to_change_in_the_same_way(kind: dict[str, Any]) -> None:
    made = kind["Plain"](2, others=[1])
    assert (made.x, made.name, made.others, made.double) == (2, "a", [1], 4)
    assert kind["Plain"](1).others is not kind["Plain"](1).others
    assert replace(made, x=3) == kind["Plain"](3, "a", [1])
    assert made != (2, "a", [1])
    assert [one.name for one in dataclasses.fields(made)] == ["x", "name", "others"]
    assert kind["Plain"].__match_args__ == ("x", "name", "others")
    assert kind["Plain"].__doc__ == "A point."
    assert not hasattr(made, "__dict__")
    for name in ("x", "new"):
        with pytest.raises((FrozenInstanceError, TypeError)):
            setattr(made, name, 5)
        with pytest.raises((FrozenInstanceError, TypeError)):
            delattr(made, name)
    assert made.x == 2


@pytest.mark.parametrize("kind", [STANDARD, OURS], ids=["standard", "ours"])
def test_wrong_arguments_are_refused_each_time(kind: dict[str, Any]) -> None:
    for _ in range(2):
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
            kind["Plain"]()
        with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
            kind["Plain"](1, z=2)
        with pytest.raises(ValueError, match="negative"):
            kind["Checked"](-1)
    assert kind["Plain"](1).x == 1


@pytest.mark.parametrize("kind", [STANDARD, OURS], ids=["standard", "ours"])
def test_other_forms_are_what_they_are(kind: dict[str, Any]) -> None:
    own, wide, box, changing = kind["Own"](1), kind["Wider"](1, width=4), kind["Box"]("b"), kind["Changing"](1)
    assert (own, hash(own), repr(own)) == (kind["Own"](2), 7, "own")
    assert kind["Nothing"]() == kind["Nothing"]()
    assert hash(kind["Nothing"]()) == hash(())
    assert (wide.x, wide.width, wide == kind["Plain"](1)) == (1, 4, False)
    assert box == kind["Box"]("b")
    changing.x = 2
    assert changing == kind["Changing"](2)


def test_values_are_copied_and_pickled() -> None:
    made = Kept(1, "b")
    assert copy.copy(made) == copy.deepcopy(made) == pickle.loads(pickle.dumps(made)) == made
    assert {made: 1}[Kept(1, "b")] == 1


def test_a_value_that_holds_itself_has_a_text() -> None:
    made = OURS["Plain"](1)
    made.others.append(made)
    assert repr(made).endswith("others=[...])")


def test_nothing_is_compiled_before_the_first_value_is_made() -> None:
    code = (
        "import builtins\nfrom smdash.values import dataclass\n"
        "real, said = builtins.exec, []\nbuiltins.exec = lambda *given: (said.append(given[0]), real(*given))[1]\n"
        "@dataclass(frozen=True, slots=True)\nclass One:\n    x: int\n"
        "before = len(said)\nOne(1), One(2)\nprint(before, len(said))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]
