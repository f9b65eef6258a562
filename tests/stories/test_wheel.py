"""What people install is a wheel: it must hold everything the program needs and find it again, far from a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.terminal_session import TerminalSession

ROOT = Path(__file__).resolve().parents[2]
# Folders of the tree -> where the wheel has them.
CARRIED = {"smdash": "smdash", "themes": "smdash/shipped/themes", "sample_data": "smdash/shipped/sample_data"}

Installed = Callable[..., str]


def build(kind: str, source: Path, target: Path) -> Path:
    """A wheel or an sdist of a tree, made by the build backend itself: no network, no copy of the tools."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (found,) = target.iterdir()
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it. It sees the libraries of this one, but not the checkout: path files inside
    a folder that a path file names are not read, so the editable install stays unknown.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*command, "--disable-pip-version-check", str(wheel)], check=True, capture_output=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "libraries.pth").write_text("\n".join(libraries) + "\n")
    return folder


@pytest.fixture
def installed(environment: Path, tmp_path: Path) -> Installed:
    """Runs a program of the environment in an empty home and returns what it printed."""

    def run(program: str, *arguments: str) -> str:
        done = subprocess.run(
            [environment / "bin" / program, *arguments],
            cwd=tmp_path,
            env={"HOME": str(tmp_path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def carried() -> set[str]:
    """Every file of the carried folders, as the wheel names it."""
    return {
        f"{inside}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, inside in CARRIED.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_program_and_its_files_and_nothing_else(wheel: Path) -> None:
    names = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == carried()
    endings = {Path(name).suffix for name in names}
    assert endings >= {".py", ".toml", ".sql", ".tcss", ".csv"}


def test_a_wheel_made_from_the_sdist_is_the_same(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "tree", filter="data")
    (tree,) = (tmp_path / "tree").iterdir()
    again = build("wheel", tree, tmp_path / "again")
    assert set(ZipFile(again).namelist()) == set(ZipFile(wheel).namelist())


def test_the_command_starts_and_the_program_is_the_wheel_s(installed: Installed, environment: Path) -> None:
    assert installed("smdash", "--version").startswith("smdash ")
    assert "config" in installed("smdash", "paths")
    where = installed("python", "-c", "import smdash; print(smdash.__file__)")
    assert Path(where.strip()).is_relative_to(environment)


def test_the_shipped_files_are_found_and_read(installed: Installed) -> None:
    code = """if True:
        from smdash.library.legal import load_legal_library
        from smdash.paths import PACKAGE, shipped
        from smdash.store.migrations import latest
        from smdash.tui.theming import load_looks
        assert shipped("themes").is_relative_to(PACKAGE) and shipped("sample_data").is_relative_to(PACKAGE)
        looks, faults = load_looks([shipped("themes")])
        print(sorted(looks), faults, latest() > 0, len(load_legal_library().areas))
    """
    assert installed("python", "-c", code).strip() == "['ansi', 'dark', 'light'] [] True 10"


def test_the_demo_is_built_and_shown(installed: Installed, environment: Path, tmp_path: Path) -> None:
    installed("smdash", "demo", "--build", "demo.db")
    assert (tmp_path / "demo.db").stat().st_size > 0
    with TerminalSession([str(environment / "bin" / "smdash"), "demo"], home=tmp_path) as session:
        session.wait_for("1 Overview").wait_for("DEMO").wait_for("Needs attention")
