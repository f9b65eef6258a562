"""What an unexpected fault leaves behind: a report file, never a traceback on screen."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from datetime import datetime
from pathlib import Path

from smdash import __version__
from smdash.paths import private_dir

KEPT = 20


def write_report(folder: Path, error: BaseException, now: datetime) -> Path:
    """Write the report of a fault and return its path; the newest `KEPT` reports stay.

    It holds versions, the terminal's names and the traceback without values of variables, so no stored text beyond
    what an error message itself quotes.
    """
    private_dir(folder)
    report = folder / f"smdash-{now:%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    lines = [
        f"smdash {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"TERM={os.environ.get('TERM', '')} COLORTERM={os.environ.get('COLORTERM', '')} at {now.isoformat()}",
        f"modules: {', '.join(name for name in ('textual', 'sqlalchemy', 'plotext') if name in sys.modules)}",
        "",
        *(part.rstrip("\n") for part in traceback.format_exception(error)),
        "",
    ]
    descriptor = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as stream:
        stream.write("\n".join(lines))
    for old in sorted(folder.glob("smdash-*.txt"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return report
