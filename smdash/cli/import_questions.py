"""What an import needs a person for: answers given as options, or asked on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from smdash.cli.options import tell
from smdash.errors import InvalidInput, Refused
from smdash.exchange.decision import Decision
from smdash.exchange.grammar.dates import DAY_FIRST, MONTH_FIRST
from smdash.exchange.names import Action, NameKey, Target, target_key
from smdash.exchange.plan import Unmatched
from smdash.exchange.preview import rows_words
from smdash.exchange.read import Understood
from smdash.store.import_basis import NEVER_MADE, Basis

DATES = {"dmy": DAY_FIRST, "mdy": MONTH_FIRST}
ASKED_KINDS = ("person", "campaign", "channel", "kpi")
_DATE = "date:"


def answers_given(file: Understood, dates: str | None, decided: Iterable[str]) -> dict[str, str]:
    """The answers in `--dates` and `--decide` to the file's questions; `InvalidInput` for one that is no answer."""
    questions = {decision.key: decision for decision in file.decisions}
    answers = {key: DATES[dates] for key in questions if key.startswith(_DATE)} if dates else {}
    for given in decided:
        key, equals, value = given.partition("=")
        question = questions.get(key)
        if not equals or question is None:
            continue
        if question.candidates and value not in question.candidates:
            raise InvalidInput(f"“{value}” is no answer to {key}.", f"Answers are {', '.join(question.candidates)}.")
        answers[key] = value
    return answers


def check_decided(files: Sequence[Understood], decided: Iterable[str]) -> None:
    """`InvalidInput` for an answer in `--decide` that none of the files has a question for."""
    questions = list(dict.fromkeys(decision.key for file in files for decision in file.decisions))
    for given in decided:
        key, equals, _ = given.partition("=")
        if not equals or key not in questions:
            who = files[0].name if len(files) == 1 else "the files"
            raise InvalidInput(f"--decide {given}: {who} has no such question.", f"There is {', '.join(questions)}.")


def option_for(decision: Decision) -> str:
    """The option that answers a question."""
    if decision.key.startswith(_DATE) and set(decision.candidates) == set(DATES.values()):
        return "--dates dmy or --dates mdy"
    choices = " or ".join(f"“{decision.key}={candidate}”" for candidate in decision.candidates)
    return f"--decide {choices}"


def targets_given(basis: Basis, mapped: Iterable[str]) -> dict[NameKey, Target]:
    """The targets in `--map`: a name goes where its known one is; `NAME=` is ignored everywhere."""
    targets: dict[NameKey, Target] = {}
    for given in mapped:
        label, equals, name = given.partition("=")
        if not equals or not label.strip():
            raise InvalidInput(f"--map {given} names nothing.", "Write --map 'name in the file=known name'.")
        kinds = [kind for kind in ASKED_KINDS if not name.strip() or _is_known(basis, kind, name)]
        if not kinds:
            raise InvalidInput(
                f"--map: there is no campaign, channel, person or KPI named “{name}”.", "Check the name."
            )
        action = Action.EXISTING if name.strip() else Action.IGNORE
        targets |= {target_key(kind, label): Target(action, name.strip()) for kind in kinds}
    return targets


def _is_known(basis: Basis, kind: str, name: str) -> bool:
    key = target_key(kind, name)[1]
    return key in basis.names[kind] or key in basis.aliases[kind]


# On a terminal -----------------------------------------------------------------------------------------------------


def ask_decisions(file: Understood) -> dict[str, str]:
    """Ask how unclear dates and numbers are meant."""
    return {
        decision.key: decision.candidates[
            _ask(f"{file.name}, {decision.subject}: {decision.why}.", decision.candidates)
        ]
        for decision in file.undecided
    }


def ask_names(names: Sequence[Unmatched]) -> dict[NameKey, Target]:
    """Ask what names stand for that are very like known ones, or that only a person can explain."""
    targets = {}
    for name in names:
        options = [Target(Action.EXISTING, known) for known in name.proposals]
        words = [f"it is {known}" for known in name.proposals]
        if name.kind not in NEVER_MADE:
            options.append(Target(Action.NEW, name.label))
            words.append("it is new")
        options.append(Target(Action.IGNORE))
        words.append("ignore it")
        rows = rows_words(name.rows)
        targets[target_key(name.kind, name.label)] = options[_ask(f"{name.kind} “{name.label}” ({rows}):", words)]
    return targets


def confirmed() -> bool:
    """Whether to go on."""
    return _line("Import? [y/N] ").casefold() in ("y", "yes")


def _ask(question: str, options: Sequence[str]) -> int:
    """Which of the options, by its number."""
    tell(question)
    for number, option in enumerate(options, 1):
        tell(f"  {number}  {option}")
    while True:
        typed = _line(f"1-{len(options)}? ")
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(options):
            return int(typed) - 1


def _line(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise Refused("No answer was given.", "Nothing was written.")
    return line.strip()
