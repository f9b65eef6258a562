"""The rules of the architecture that a machine can check; each checker is tried on a deliberate violation, too."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "smdash"
MODULES = sorted(PACKAGE.rglob("*.py"))

LONGEST_FILE, LONGEST_FUNCTION = 300, 40

# Reviewed exceptions: the file or function, and why it is better whole.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
FULL_ROOTS = {
    "store/tables/__init__.py": "the schema as one; a table alone can't resolve its references",
    "store/migrations/__init__.py": "the runner stands beside the numbered steps it runs",
    "tui/driver/__init__.py": "chooses the driver, and so that choosing loads none of them",
}

VAGUE_NAMES = {"manager", "helper", "helpers", "util", "utils", "handler", "handlers", "data", "misc", "common"}

Checker = Callable[[ast.Module], list[str]]


def place(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def imports(tree: ast.AST, *, at_once: bool = False) -> Iterator[str]:
    """The modules a module imports; `at_once` those it imports when it is loaded, not in functions or for types."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        lazy = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or (
            isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        )
        if not (at_once and lazy):
            yield from imports(node, at_once=at_once)


def roots(tree: ast.AST) -> set[str]:
    return {name.split(".")[0] for name in imports(tree)}


def foreign_to_domain(tree: ast.Module) -> list[str]:
    """What rules may not import: anything but the standard library and our own modules."""
    return sorted(roots(tree) - set(sys.stdlib_module_names) - {"smdash", "__future__"})


def textual_imports(tree: ast.Module) -> list[str]:
    return sorted(roots(tree) & {"textual", "rich", "plotext"})


def plotext_imports(tree: ast.Module) -> list[str]:
    return sorted(roots(tree) & {"plotext"})


def clock_readings(tree: ast.Module) -> list[str]:
    """Calls that ask what time it is; the rules get it as an argument."""
    forbidden = {"now", "today", "utcnow", "time", "monotonic", "localtime", "gmtime"}
    owners = {"datetime", "date", "time", "dt"}
    return [
        f"{node.lineno}: {ast.unparse(node.func)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in forbidden
        and ast.unparse(node.func.value).split(".")[-1] in owners
    ]


def floats(tree: ast.Module) -> list[str]:
    """Floating-point numbers, which neither money nor time is made of."""
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]


def made_at_import(tree: ast.Module) -> list[str]:
    """Engines, stores, settings and clocks that a module makes when it is loaded."""
    makers = {"create_engine", "database_at", "Database", "Clock", "DemoClock", "Settings", "user_paths", "Store"}
    makers |= {"connect", "load"}
    loaded = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr)]
    calls = (node for statement in loaded for node in ast.walk(statement) if isinstance(node, ast.Call))
    return [f"{call.lineno}: {ast.unparse(call.func)}" for call in calls if _last(call.func) in makers]


def _last(node: ast.expr) -> str:
    return ast.unparse(node).split(".")[-1]


def broad_excepts(tree: ast.Module) -> list[str]:
    """Handlers that swallow faults nobody thought of."""
    broad = {"Exception", "BaseException"}
    return [
        f"{node.lineno}: except {ast.unparse(node.type) if node.type else ''}".rstrip()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or broad & {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)})
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]


def long_functions(tree: ast.Module) -> dict[str, int]:
    """Functions above the limit and their lines, without docstring and decorators."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = node.body[0] if ast.get_docstring(node) else None
            docstring = (said.end_lineno or 0) - said.lineno + 1 if said else 0
            lines = (node.end_lineno or 0) - node.lineno + 1 - docstring
            if lines > LONGEST_FUNCTION:
                found[node.name] = lines
    return found


def is_empty_root(tree: ast.Module) -> bool:
    """Whether a package root holds a docstring, and at most the version."""
    rest = tree.body[1:] if ast.get_docstring(tree) else tree.body
    return bool(ast.get_docstring(tree)) and all(
        isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__version__" for node in rest
    )


def vague_parts(path: str) -> list[str]:
    parts = re.split(r"[/._]", path.removesuffix(".py"))
    return [part for part in parts if part in VAGUE_NAMES]


def other_panes(name: str, tree: ast.Module) -> list[str]:
    """Other panes that a module of a pane imports."""
    own = f"smdash.tui.panes.{name}"
    return sorted(
        {
            module
            for module in imports(tree)
            if module.startswith("smdash.tui.panes.") and not f"{module}.".startswith(f"{own}.")
        }
    )


# The package -------------------------------------------------------------------------------------------------------


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), file.name)


def under(*folders: str) -> list[Path]:
    return [file for file in MODULES if any(place(file).startswith(folder) for folder in folders)]


def faults(files: list[Path], check: Checker) -> dict[str, list[str]]:
    return {place(file): found for file in files if (found := check(parsed(file)))}


def test_layers_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_domain_imports_the_standard_library_only() -> None:
    assert faults(under("domain/"), foreign_to_domain) == {}


def test_the_domain_reads_no_clock() -> None:
    assert faults(under("domain/"), clock_readings) == {}


def test_money_and_time_are_never_floats() -> None:
    exact = under("domain/money", "domain/durations", "domain/amounts", "domain/timesheets")
    assert exact
    assert faults(exact, floats) == {}


def test_textual_only_in_the_dashboard() -> None:
    assert faults([file for file in MODULES if not place(file).startswith("tui/")], textual_imports) == {}


def test_plotext_only_in_the_chart() -> None:
    assert faults([file for file in MODULES if place(file) != "tui/widgets/chart.py"], plotext_imports) == {}


def test_states_and_rows_of_panes_import_no_textual() -> None:
    pure = [file for file in under("tui/panes/") if file.name in {"state.py", "rows.py"}]
    assert faults(pure, textual_imports) == {}


def test_panes_do_not_import_each_other() -> None:
    folders = [folder for folder in (PACKAGE / "tui" / "panes").iterdir() if folder.is_dir()]
    found = {
        place(file): bad
        for folder in folders
        for file in folder.glob("*.py")
        if (bad := other_panes(folder.name, parsed(file)))
    }
    assert found == {}


def test_nothing_is_opened_or_read_at_import() -> None:
    assert faults(MODULES, made_at_import) == {}


def test_no_fault_is_swallowed() -> None:
    assert faults(MODULES, broad_excepts) == {}


def test_files_are_short() -> None:
    lengths = {place(file): len(file.read_text("utf-8").splitlines()) for file in MODULES}
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}
    assert set(long) == set(LONG_FILES), f"split, or give a reason: {long}"


def test_functions_are_short() -> None:
    long = {f"{place(file)}:{name}": lines for file in MODULES for name, lines in long_functions(parsed(file)).items()}
    assert set(long) == set(LONG_FUNCTIONS), f"split, or give a reason: {long}"


def test_modules_have_telling_names() -> None:
    assert [name for name in map(place, MODULES) if vague_parts(name)] == []


def test_package_roots_are_empty() -> None:
    packages = [file for file in MODULES if file.name == "__init__.py" and place(file) not in FULL_ROOTS]
    assert [place(file) for file in packages if not is_empty_root(parsed(file))] == []


# What is loaded ----------------------------------------------------------------------------------------------------

HEAVY = {"textual", "sqlalchemy", "rich", "plotext"}

LOADED = """
import sys
from smdash.cli.main import run
try:
    run(sys.argv[1:])
except SystemExit:
    pass
sys.stderr.write("\\nLOADED " + " ".join(sorted({name.split(".")[0] for name in sys.modules})))
"""


def loaded_by(home: Path, *arguments: str) -> set[str]:
    """The top-level modules that are loaded when a command is done, in a process of its own and an empty home."""
    environment = {"HOME": str(home), "SMDASH_STORE": str(home / "smdash.db"), "PATH": "", "TZ": "UTC", "USER": "ann"}
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    assert "LOADED " in done.stderr, done.stderr
    return set(done.stderr.rpartition("LOADED ")[2].split())


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_small_questions_load_nothing_heavy(tmp_path: Path, argument: str) -> None:
    assert loaded_by(tmp_path, argument) & HEAVY == set()


@pytest.mark.parametrize("command", [["status"], ["paths"], ["doctor"]], ids=" ".join)
def test_commands_load_no_dashboard(tmp_path: Path, command: list[str]) -> None:
    assert loaded_by(tmp_path, *command) & {"textual", "rich", "plotext"} == set()


def test_the_modules_of_commands_load_no_database_before_they_need_it() -> None:
    eager = {
        place(file): sorted(names)
        for file in under("cli/main")
        if (names := {name.split(".")[0] for name in imports(parsed(file), at_once=True)} & HEAVY)
    }
    assert eager == {}


# The checkers themselves -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "source"),
    [
        (foreign_to_domain, "import sqlalchemy"),
        (foreign_to_domain, "def f():\n    from platformdirs import x"),
        (textual_imports, "from textual.app import App"),
        (textual_imports, "if True:\n    import rich.text"),
        (plotext_imports, "import plotext as plt"),
        (clock_readings, "import datetime\nx = datetime.datetime.now()"),
        (clock_readings, "from datetime import date\ndef f(): return date.today()"),
        (clock_readings, "import time\nx = time.monotonic()"),
        (floats, "x = float('1')"),
        (floats, "x = 0.1"),
        (floats, "def f(x: float) -> int: ..."),
        (made_at_import, "engine = create_engine('sqlite://')"),
        (made_at_import, "CLOCK: Clock = clock.Clock()"),
        (made_at_import, "SETTINGS = settings.load(paths)"),
        (broad_excepts, "try: x()\nexcept Exception: pass"),
        (broad_excepts, "try: x()\nexcept: pass"),
        (broad_excepts, "try: x()\nexcept (ValueError, BaseException) as e: y(e)"),
    ],
)
def test_a_violation_is_found(check: Checker, source: str) -> None:
    assert len(check(ast.parse(source))) == 1


@pytest.mark.parametrize(
    ("check", "source"),
    [
        (
            foreign_to_domain,
            "from __future__ import annotations\nimport decimal\nfrom smdash.errors import InvalidInput",
        ),
        (clock_readings, "from smdash.clock import Clock\ndef f(clock: Clock): return clock.now()"),
        (floats, "x = 1\ny = Decimal('0.1')"),
        (made_at_import, "def f(): return create_engine('sqlite://')"),
        (made_at_import, "LIMIT = timedelta(days=1)"),
        (broad_excepts, "try: x()\nexcept BaseException:\n    undo()\n    raise"),
        (broad_excepts, "try: x()\nexcept ValueError: pass"),
    ],
)
def test_what_is_fine_is_not_found(check: Checker, source: str) -> None:
    assert check(ast.parse(source)) == []


def test_the_other_checkers_find_violations() -> None:
    body = "\n".join(f"    x = {number}" for number in range(1, LONGEST_FUNCTION))
    assert long_functions(ast.parse(f"def f():\n{body}\n    y = 1")) == {"f": LONGEST_FUNCTION + 1}
    assert long_functions(ast.parse(f"def f():\n    '''Says\n    what.\n    '''\n{body}")) == {}
    assert not is_empty_root(ast.parse("'''A package.'''\nfrom smdash.store import Store"))
    assert not is_empty_root(ast.parse("__version__ = '1'"))
    assert is_empty_root(ast.parse("'''A package.'''\n__version__ = '1'"))
    assert vague_parts("store/entry_utils.py") == ["utils"]
    assert vague_parts("tui/data/x.py") == ["data"]
    assert vague_parts("store/database.py") == []
    assert other_panes("time", ast.parse("from smdash.tui.panes.goals.rows import x")) == [
        "smdash.tui.panes.goals.rows"
    ]
    assert other_panes("time", ast.parse("from smdash.tui.panes.time.rows import x")) == []
    tree = ast.parse("import a\ndef f(): import b\nif TYPE_CHECKING:\n    import c")
    assert list(imports(tree, at_once=True)) == ["a"]
    assert list(imports(tree)) == ["a", "b", "c"]
