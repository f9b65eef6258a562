"""`smdash status`: made for prompts and tmux bars, so it reads the store with sqlite3 directly, in one SELECT.

The one exception to "only the store imports SQL": read-only, and a test holds it to what the store says.
"""

from __future__ import annotations

import sqlite3
import sys
from typing import Any

from smdash.cli.options import answer, answer_json, locations
from smdash.domain.text import one_line

_QUERY = """
select p.name, coalesce(c.name, a.name, nullif(e.note, ''), 'no campaign'), e.start,
       cast(strftime('%s', 'now') as integer) - cast(strftime('%s', e.start) as integer), e.id,
       coalesce((select cast(value as integer) from setting where key = 'timer_limit'), 36000)
from time_entry e join person p on p.id = e.person_id
left join campaign c on c.id = e.campaign_id left join activity a on a.id = e.activity_id
where e.seconds is null order by e.start
"""


def run(name: str, arguments: list[str], chosen: Any) -> int:
    """Print the running timers, one a line, or nothing but `no timer`; exit code 0 in both cases.

    One that runs longer than the limit of the settings is flagged.
    """
    if arguments not in ([], ["--json"]):
        if arguments[:1] in (["--help"], ["-h"]):
            sys.stdout.write("usage: smdash status [--json]\n\nPrint the running timers, one a line.\n")
            return 0
        sys.stderr.write("smdash: status takes --json or nothing.\n")
        return 2
    rows = _rows(str(locations(chosen)[0].store))
    if arguments:
        keys = ("person", "label", "started", "seconds", "id", "limit")
        answer_json([dict(zip(keys, row, strict=True)) | {"forgotten": row[3] > row[5]} for row in rows])
        return 0
    lines = [
        f"▶ {seconds // 3600}:{seconds % 3600 // 60:02d} {label} · {person}"
        + (f" ! over {limit // 3600} h, forgotten?" if seconds > limit else "")
        for person, label, _, seconds, _, limit in rows
    ]
    answer("\n".join(map(one_line, lines)) or "no timer")
    return 0


def _rows(file: str) -> list[Any]:
    from urllib.parse import quote

    try:
        connection = sqlite3.connect(f"file:{quote(file)}?mode=ro", uri=True, timeout=1)
        try:
            return connection.execute(_QUERY).fetchall()
        finally:
            connection.close()
    except sqlite3.Error:
        return []
