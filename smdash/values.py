"""Frozen values: `dataclass` in the one form this program has hundreds of, without its price at start.

The standard library writes and compiles six functions for each class, used or not. For the 140 classes behind the
first pane this takes 60 ms, as long as everything else of ours. Here classes share their methods, and `__init__` is
compiled when the first value is made: 15 ms. Fields, equality, hash, text, slots, `replace` and copies are those of
`dataclasses`, as a test says. Any other form of a data class is left to the standard library.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # checkers know what it makes of a class
else:

    def dataclass(cls: type | None = None, /, **options: bool) -> Any:
        """`dataclasses.dataclass`, quick for `frozen=True, slots=True` on a class that inherits from no other."""
        if cls is None:
            return lambda found: dataclass(found, **options)
        if options != {"frozen": True, "slots": True} or cls.__bases__ != (object,):
            return dataclasses.dataclass(cls, **options)
        return _frozen(cls)


def _frozen(cls: type) -> Any:
    """The class with its fields in slots, and the methods of a frozen data class where it has none of its own."""
    own = {name for name, value in vars(cls).items() if value is not None}
    made: Any = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=True)
    made.__dataclass_params__.frozen = True  # asked for by data classes that inherit from this one
    compared = _getter([field.name for field in dataclasses.fields(made) if field.compare])
    methods = {
        "__init__": _late_init(made),
        "__repr__": _text,
        "__eq__": _equality(compared),
        "__hash__": lambda self: hash(compared(self)),
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__getstate__": _state,
        "__setstate__": _set_state,
    }
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    return made


def _getter(names: list[str]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda _: ()


def _equality(compared: Callable[[Any], Any]) -> Callable[[Any, object], Any]:
    def equals(self: Any, other: object) -> Any:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    return equals


def _late_init(cls: Any) -> Callable[..., None]:
    """An `__init__` that writes the real one in its place when it is first called, and goes on with it."""

    def first(self: Any, *args: Any, **named: Any) -> None:
        written = cls.__init__ = _written_init(cls)
        written(self, *args, **named)

    return first


def _written_init(cls: type) -> Any:
    known: dict[str, Any] = {"_set_": object.__setattr__, "_missing_": dataclasses.MISSING}
    parameters, lines = ["self"], []
    for field in dataclasses.fields(cls):
        name, value = field.name, field.name
        if field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            parameters.append(f"{name}=_missing_")
            value = f"_make_{name}() if {name} is _missing_ else {name}"
        else:
            parameters.append(name)
        lines.append(f"_set_(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"]), known)  # noqa: S102
    known["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    return known["__init__"]


@recursive_repr()
def _text(self: Any) -> str:
    parts = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(parts)})"


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
