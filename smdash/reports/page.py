"""Reports as a page of HTML that prints well: one file, no script, nothing from elsewhere."""

from __future__ import annotations

from html import escape

from smdash.domain.text import one_line
from smdash.reports.table import Report, Table, Value

_STYLE = """\
body { font: 11pt/1.4 sans-serif; color: #111; background: #fff; margin: 2em; }
h1 { font-size: 1.4em; margin: 0 0 .5em; }
h2 { font-size: 1.1em; margin: 1.6em 0 .4em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1em; margin: 0; }
dt { color: #555; }
dd { margin: 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid #999; padding: .2em .6em; text-align: left; }
.number { text-align: right; white-space: nowrap; }
tfoot { font-weight: bold; }
.sign { display: inline-block; width: 22em; margin: 3em 2em 0 0; border-top: 1px solid #111; padding-top: .2em; }
section { break-inside: avoid; }
@media print { body { margin: 0; font-size: 9pt; } }
"""


def page(report: Report) -> str:
    """The whole page; names are escaped, so that they print as they are."""
    facts = "".join(f"<dt>{_said(key)}</dt><dd>{_said(value)}</dd>" for key, value in report.facts)
    notes = "".join(f"<li>{_said(note)}</li>" for note in report.notes)
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f"<title>{_said(report.title)}</title>",
        f"<style>\n{_STYLE}</style></head><body>",
        f"<h1>{_said(report.title)}</h1>",
        f"<dl>{facts}</dl>",
        *map(_section, report.tables),
        *([f"<ul>{notes}</ul>"] if notes else []),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _section(table: Table) -> str:
    heads = "".join(f'<th scope="col">{_said(head)}</th>' for _, head in table.columns)
    body = "\n".join(map(_row, table.rows))
    foot = f"<tfoot>{_row(table.total)}</tfoot>" if table.total else ""
    signs = "".join(f'<span class="sign">{_said(who)}, date</span>' for who in table.signed_by)
    return (
        f"<section><h2>{_said(table.title)}</h2>\n<table><thead><tr>{heads}</tr></thead>"
        f"<tbody>\n{body}\n</tbody>{foot}</table>{signs}</section>"
    )


def _row(values: tuple[Value, ...]) -> str:
    return f"<tr>{''.join(map(_cell, values))}</tr>"


def _cell(value: Value) -> str:
    return f'<td class="number">{_said(value.text())}</td>' if value.is_number else f"<td>{_said(value.text())}</td>"


def _said(words: str) -> str:
    return escape(one_line(words))
