"""Which tables a person may take out as a file, under which name, and why some stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy import Column, FromClause, select

from smdash.errors import NotFound
from smdash.store.tables import change, change_set, metadata, post, post_metrics


@dataclass(frozen=True, slots=True)
class TableExport:
    """One table as people know it: the word they type, what its rows are, the column a period narrows (if there is
    one), and whether only managers get it, since it shows what a person costs.
    """

    name: str
    table: str
    about: str
    day: str = ""
    managers_only: bool = False


_MANAGERS = True

EXPORTS = (
    TableExport("settings", "setting", "what the organisation agreed on"),
    TableExport("people", "person", "who works here: kind, role, hours a week, zone"),
    TableExport("rates", "rate", "what an hour of a person costs from a day on", "valid_from", _MANAGERS),
    TableExport("channels", "channel", "where messages are published"),
    TableExport("activities", "activity", "the kinds of work"),
    TableExport("exchange-rates", "exchange_rate", "one unit of a currency in the reporting one, by day", "valid_from"),
    TableExport("objectives", "objective", "what is to be reached, by whom and when"),
    TableExport("kpis", "kpi", "how objectives are measured: baseline, target, days, cadence"),
    TableExport("kpi-measures", "kpi_measure", "the KPIs that are worked out, and from what"),
    TableExport("kpi-seasons", "season", "the KPIs whose pace goes as another year went"),
    TableExport("kpi-successions", "succession", "which KPI follows on which"),
    TableExport("readings", "reading", "what KPIs were measured at; `smdash import` reads it", "day"),
    TableExport("check-ins", "checkin", "how confident somebody was about an objective", "day"),
    TableExport("annotations", "annotation", "notes on the time axis", "day"),
    TableExport("campaigns", "campaign", "campaigns with days, budget and the facts for the legal gate"),
    TableExport("costs", "cost", "what was paid, recurring costs as they were entered", "day"),
    TableExport("benefits", "benefit", "what came in or was saved, with evidence and share", "day"),
    TableExport("outcomes", "outcome", "leads, members, orders", "day"),
    TableExport("posts", "post", "messages, each with the numbers captured last", "day"),
    TableExport("captures", "post_metrics", "numbers of posts, a row for each day they were captured", "captured_on"),
    TableExport("themes", "theme", "what posts are about"),
    TableExport("post-themes", "post_theme", "the themes of each post"),
    TableExport("post-notes", "post_note", "what people wrote about posts"),
    TableExport("channel-days", "channel_day", "followers, reach and so on by channel and day", "day"),
    TableExport("audience", "audience", "parts of audiences: countries, ages, ways people came", "day"),
    TableExport("ad-days", "ad_day", "impressions, clicks, results and spend by ad or campaign and day", "day"),
    TableExport("platform-totals", "platform_total", "what files printed as their totals"),
    TableExport("traffic", "traffic", "visits by where they come from", "start"),
    TableExport("import-files", "import_file", "the files of each import"),
    TableExport("assignment-rules", "assignment_rule", "which new posts belong to which campaign"),
    TableExport("links", "link", "links with their UTM tags"),
    TableExport("promo-codes", "promo_code", "codes whose orders belong to a campaign"),
    TableExport("match-rules", "match_rule", "whose sales with a mark are"),
    TableExport("sales", "sale", "orders and payments as shops and providers gave them", "day"),
    TableExport("touches", "touch", "contacts before a conversion", "at"),
    TableExport("conversions", "conversion", "what touches led to", "at"),
    TableExport("favourites", "favourite", "what people log again and again"),
    TableExport("kept-overlaps", "kept_overlap", "pairs of entries that overlap on purpose"),
    TableExport("closed-months", "period_lock", "months that were closed, and opened again", "month"),
    TableExport("legal-items", "legal_item", "checks of the organisation's own"),
    TableExport("legal-answers", "legal_answer", "what was answered to the checks", "answered_on"),
    TableExport("acceptances", "acceptance", "risks that were accepted: by whom, why, until when", "accepted_on"),
    TableExport("risks", "risk", "the register: likelihood, impact, treatment", "opened_on"),
    TableExport("evidence", "evidence", "what proves an answer: files by hash, links, texts"),
    TableExport("sign-offs", "sign_off", "who signed an area or a launch gate"),
    TableExport("incidents", "incident", "incidents, complaints and duties with their deadlines", "received_at"),
    TableExport("policies", "policy", "policies and who has to confirm them"),
    TableExport("policy-versions", "policy_version", "versions of policies", "effective_on"),
    TableExport("acknowledgements", "acknowledgement", "who confirmed which version when", "acknowledged_on"),
    TableExport("library-versions", "library_version", "the legal library's versions that were worked with"),
    TableExport("names", "alias", "other names that imports use"),
    TableExport("imports", "import_batch", "files that were imported", "at"),
    TableExport("import-mappings", "import_mapping", "how columns of other files are read"),
    TableExport("deleted-rows", "deleted_key", "imported rows that somebody deleted, which stay away"),
    TableExport("journal", "change", "every change: who, when, before and after", "at", _MANAGERS),
)
"""The tables by the name one types, in the order they are listed. A table that is neither here nor in `NOT_EXPORTED`
is exported under its own name, to managers.
"""

ENTRIES = "entries"

NOT_EXPORTED = {
    "time_entry": f"it is `{ENTRIES}`, whose columns `smdash import` reads back",
    "change_set": "its columns stand in each row of the journal",
    "schema_version": "which migrations this file has seen",
    "month_time": "sums of entries, kept to be quick",
    "month_benefit": "sums of benefits, kept to be quick",
}
"""The tables that are not exported by themselves, and why."""


def table_exports() -> tuple[TableExport, ...]:
    """All tables that are exported."""
    told = {export.table for export in EXPORTS} | NOT_EXPORTED.keys()
    others = (
        TableExport(name.replace("_", "-"), name, f"rows of {name.replace('_', ' ')}", "", _MANAGERS)
        for name in sorted(metadata.tables.keys() - told)
    )
    return (*EXPORTS, *others)


def export_named(name: str) -> TableExport:
    """The one of that name; `NotFound` with the nearest names."""
    known = {export.name: export for export in table_exports()}
    if name in known:
        return known[name]
    near = get_close_matches(name, (*known, ENTRIES, "all"), 2)
    hint = f"Did you mean {' or '.join(near)}?" if near else "`smdash export --list` lists them."
    raise NotFound(f"There is no table “{name}” to export.", hint)


Source = tuple[FromClause, tuple[Column[object], ...]]


def source_of(export: TableExport) -> Source:
    """What is read, and which columns."""
    table = metadata.tables[export.table]
    made = _JOINED.get(export.table)
    return made() if made else (table, tuple(table.c))


def _posts() -> Source:
    """Posts with their latest capture."""
    latest = (
        select(post_metrics.c.id)
        .where(post_metrics.c.post_id == post.c.id)
        .order_by(post_metrics.c.captured_on.desc())
        .limit(1)
        .correlate(post)
        .scalar_subquery()
    )
    beside = [column for column in post_metrics.c if column.name not in {"id", "post_id", "batch_id"}]
    return post.outerjoin(post_metrics, post_metrics.c.id == latest), (*post.c, *beside)


def _journal() -> Source:
    """Changes with who made them and when."""
    first = [change_set.c[name] for name in ("at", "actor", "label", "kind", "reverses_id")]
    own = [change.c[name] for name in ("id", "change_set_id", "table_name", "row_id", "before", "after", "chain")]
    return change.join(change_set, change_set.c.id == change.c.change_set_id), (*own[:2], *first, *own[2:])


_JOINED: dict[str, Callable[[], Source]] = {"post": _posts, "change": _journal}
