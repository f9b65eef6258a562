"""The command line's entry: looks at the first word and imports only that command's module."""

from __future__ import annotations

import sys
from importlib import import_module

from smdash import __version__

# command -> (module, what it does). A module has `run(name, arguments) -> exit code`.
COMMANDS = {
    "log": ("smdash.cli.log", "log time: smdash log 1h30m spring '#content'"),
    "start": ("smdash.cli.timer", "start a timer: smdash start spring"),
    "stop": ("smdash.cli.timer", "stop the timer and log its time"),
    "switch": ("smdash.cli.timer", "stop the timer and start the next"),
    "resume": ("smdash.cli.timer", "start a timer for what was logged last"),
    "status": ("smdash.cli.status", "the running timer on one line, for prompts and tmux bars"),
    "entries": ("smdash.cli.entries", "list, edit or delete logged time"),
    "reprice": ("smdash.cli.reprice", "price logged time again, with the rate of its day"),
    "close": ("smdash.cli.close", "look at what is missing in a month, and close it: smdash close 2026-10"),
    "kpi": ("smdash.cli.kpi", "KPIs: list, show, add; readings and check-ins"),
    "link": ("smdash.cli.link", "make links with UTM tags, and match sales with campaigns"),
    "check": ("smdash.cli.check", "list what needs a person; exit code 1 when something does, for cron"),
    "incident": ("smdash.cli.incident", "incidents, complaints and duties with their deadlines"),
    "policy": ("smdash.cli.policy", "policies, their versions, and who confirmed them"),
    "report": ("smdash.cli.report", "print what the work cost and brought, hours, the audit trail: smdash report roi"),
    "import": ("smdash.cli.imports", "read export files into the store"),
    "export": ("smdash.cli.export", "write any table into a file: smdash export entries"),
    "undo": ("smdash.cli.upkeep", "take back your last change"),
    "redo": ("smdash.cli.upkeep", "do again what was undone last"),
    "backup": ("smdash.cli.upkeep", "copy the store"),
    "restore": ("smdash.cli.upkeep", "put a backup in the store's place"),
    "doctor": ("smdash.cli.upkeep", "check the store, the journal and the terminal"),
    "paths": ("smdash.cli.upkeep", "print the files and folders in use"),
    "demo": ("smdash.cli.dashboard", "open the dashboard on the sample organisation"),
}

USAGE = """\
usage: smdash [--store FILE] [--person NAME] [--role viewer] [COMMAND …]

Without a command, smdash opens the dashboard.
"""


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 needs attention or refused, 2 wrong usage."""
    if arguments[:1] in (["--version"], ["-V"]):
        sys.stdout.write(f"smdash {__version__}\n")
        return 0
    if arguments[:1] in (["--help"], ["-h"], ["help"]):
        sys.stdout.write(usage())
        return 0
    return _run(arguments)


def usage() -> str:
    """What `smdash --help` prints."""
    width = max(map(len, COMMANDS)) + 2
    rows = "".join(f"  {name:<{width}}{text}\n" for name, (_, text) in COMMANDS.items())
    return f"{USAGE}\n{rows}\n`smdash COMMAND --help` tells more. The checklists are not legal advice.\n"


def _run(arguments: list[str]) -> int:
    from smdash.cli.options import take_globals
    from smdash.errors import SmdashError

    try:
        chosen, rest = take_globals(arguments)
        if rest[:1] in (["--help"], ["--version"]):
            return run(rest)
        name = rest[0] if rest else "dashboard"
        if name != "dashboard" and name not in COMMANDS:
            return _unknown(name)
        module = import_module(COMMANDS[name][0] if name in COMMANDS else "smdash.cli.dashboard")
        code: int = module.run(name, rest[1:], chosen)
        sys.stdout.flush()  # so that a closed pipe is noticed here
        return code
    except SystemExit as done:  # argparse, after it printed a command's help
        return int(done.code or 0)
    except SmdashError as fault:
        _complain(str(fault))
        return fault.exit_code
    except BrokenPipeError:
        # The reader of a pipe went away: that is its right. Python must not complain when it flushes at exit.
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _unknown(name: str) -> int:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, 1)
    hint = f"Did you mean “{near[0]}”?" if near else "`smdash --help` lists the commands."
    _complain(f"there is no command “{name}”. {hint}")
    return 2


def _complain(message: str) -> None:
    """What is wrong, without anything that stored or typed text could make the terminal do."""
    from smdash.domain.text import clean

    sys.stderr.write(f"smdash: {clean(message)}\n")
