"""The Overview as words. No Textual here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from smdash.domain import kpi_words
from smdash.domain.attention import Attention, Urgency
from smdash.domain.benefits import evidence_shares
from smdash.domain.durations import clock
from smdash.domain.figures import Figure, Unit, show_minor
from smdash.domain.risk_attention import RiskSummary
from smdash.domain.roi import Result, Rung, not_converted
from smdash.domain.scorecard import KpiStatus
from smdash.domain.sparklines import sparkline
from smdash.domain.timesheets import running_seconds, utilisation
from smdash.store.roi import OverviewRoi
from smdash.store.teamweek import TeamWeek
from smdash.tui.widgets.bars import bar_text
from smdash.tui.widgets.cells import Cell, Column, Line, Row, line
from smdash.tui.widgets.safe import width_of
from smdash.tui.widgets.symbols import ATTENTION, DOT, RUNNING

BAR_WIDTH = 20
TREND_WIDTH = 7
MOST_COST_PARTS = 4
PERCENT = " %"

ATTENTION_COLUMNS = (Column("sign", "", width=1), Column("text", "", flexible=True))
_SIGNS = {Urgency.NOW: ("!", "bad"), Urgency.SOON: ("!", "warning"), Urgency.NOTE: ("·", "muted")}


def kpi_columns(listed: int, total: int) -> tuple[Column, ...]:
    """The columns of the scorecard; where not all KPIs are listed, the header says so."""
    return (
        Column("name", "KPI" if listed == total else f"KPI ({listed} of {total})", flexible=True, least=20, most=40),
        Column("now", "now", align="right", least=5),
        Column("target", "target", align="right", least=5),
        Column("pace", "pace", least=10),
        Column("forecast", "forecast", least=8, most=22, priority=2),
        Column("trend", "trend", least=TREND_WIDTH, width=TREND_WIDTH, priority=3),
    )


def kpi_note(listed: int, total: int) -> str:
    """What stands below the scorecard."""
    if not total:
        return "No KPIs in this period. 2 then n adds the first."
    return "" if listed == total else f"{listed} of {total}, the neediest first; 2 shows all."


def kpi_rows(statuses: tuple[KpiStatus, ...]) -> tuple[Row, ...]:
    """The scorecard: one row a KPI."""
    return tuple(_kpi_row(status) for status in statuses)


def _kpi_row(status: KpiStatus) -> Row:
    forecast = kpi_words.forecast_text(status)
    values = [point.value for point in status.recent]
    return Row(
        status.kpi.id,
        (
            Cell(status.kpi.draft.name),
            Cell(kpi_words.now_text(status)),
            Cell(kpi_words.target_text(status.kpi.draft)),
            Cell(kpi_words.state_text(status.state), kpi_words.state_tone(status.state)),
            Cell(forecast, "muted"),
            Cell(sparkline(values, TREND_WIDTH), "actual"),
        ),
    )


def roi_lines(found: OverviewRoi, width: int) -> tuple[Line, ...]:
    """The ladder beside the previous period's, the full cost and what it is made of, and the net."""
    ladder: list[str | tuple[str, str]] = [("ROI", "header")]
    for step in found.now.steps:
        label = {Rung.TRACKED: "tracked", Rung.ALLOCATED: "T+A"}.get(step.rung, "all")
        ladder += [(f"  {label} ", "muted"), (step.roi.text(signed=True), _tone(step.roi))]
    earlier = " / ".join(step.roi.text(signed=True) for step in found.previous.steps)
    earlier = earlier.replace(f"{PERCENT} /", " /")  # the sign once, at the end, as for a row of numbers
    ladder.append((f"  {found.previous_period.name}: {earlier}", "muted"))
    return (line(*ladder), _cost_line(found.now, width), _evidence_line(found, width))


def _evidence_line(found: OverviewRoi, width: int) -> Line:
    """How well the benefit is known, and what waits for a rate; shorter where there is no room for all of it."""
    waits = not_converted(found.ledger)
    count = found.ledger.unconverted + found.ledger.benefits.unconverted
    for short, said in ((False, waits), (True, waits)):
        made = _evidence_parts(found, said, short=short)
        if sum(width_of(span.text) for span in made) <= width:
            return made
    return _evidence_parts(found, f"{count} amount{'' if count == 1 else 's'}", short=True)


def _evidence_parts(found: OverviewRoi, waits: str, *, short: bool) -> Line:
    gained = found.now.step(Rung.ESTIMATED).benefit
    shares = evidence_shares(found.ledger.benefits)
    names = {grade: grade.value[0].upper() if short else grade.value for grade in shares}
    graded = f" {DOT} ".join(f"{names[grade]} {share}{PERCENT}" for grade, share in shares.items())
    return line(
        ("benefit ", "muted"),
        gained.text(),
        (" = ", "muted") if graded else "",
        graded,
        (f"  {ATTENTION} not converted: {waits}", "warning") if waits else "",
    )


def _cost_line(now: Result, width: int) -> Line:
    """As many parts of the cost as leave room for the net; the others are the rest."""
    for count in range(MOST_COST_PARTS, 0, -1):
        made = _cost_parts(now, count)
        if sum(width_of(span.text) for span in made) <= width:
            return made
    return _cost_parts(now, 0)


def _cost_parts(now: Result, count: int) -> Line:
    parts = sorted(now.cost.inputs, key=lambda part: -int(part.value or 0))
    shown = [f"{part.name.casefold()} {part.text()}" for part in parts[:count]]
    if shown and (rest := sum(int(part.value or 0) for part in parts[count:])):
        shown.append(f"rest {show_minor(rest, now.cost.currency)}")
    net = now.step(Rung.ALLOCATED).net
    made_of = f" = {' + '.join(shown)}" if shown else ""
    return line(
        ("cost ", "muted"),
        now.cost.text() + made_of,
        ("   net (T+A) ", "muted"),
        (net.text(signed=True), _tone(net)),
        (f"  {ATTENTION} see i", "warning") if now.cost.notes else "",
    )


def _tone(figure: Figure) -> str:
    if figure.value is None:
        return "muted"
    return "bad" if figure.value < 0 else "good"


def roi_figures(found: OverviewRoi) -> tuple[Figure, ...]:
    """The ladder, the cost and the nets of the period, then the ladder of the one before."""
    now = found.now
    return (
        *(step.roi for step in now.steps),
        now.cost,
        now.step(Rung.ESTIMATED).benefit,
        *(step.net for step in now.steps),
        *(step.roi for step in found.previous.steps),
    )


def legal_line(legal: RiskSummary, width: int) -> Line:
    """What of legal risk is open, in one line; the least urgent is left out where there is no room for all."""
    urgent = bool(legal.unchecked or legal.lapsed or legal.log.pressing.value)
    head, parts = "Legal  ", [*legal.parts]
    said = legal.sentence
    while len(parts) > 1 and width_of(head + said) > width:
        parts.pop()
        said = f" {DOT} ".join((*parts, "…"))
    return line((head, "header"), (said, "warning" if urgent else ""))


def legal_figures(legal: RiskSummary) -> tuple[Figure, ...]:
    """The numbers of the legal line."""
    return (legal.open_high, legal.log.pressing, legal.log.missing)


def needs_line(count: int, listed: int) -> Line:
    """The heading of the attention list; where not all of it is listed, it says so."""
    shown = str(count) if listed == count else f"{listed} of {count}"
    return line((f"Needs attention ({shown})", "header"), ("   Enter: go" if count else "", "muted"))


def later(team: TeamWeek, now: datetime) -> TeamWeek:
    """The same week with its timers as long as they are now."""
    timers = tuple(replace(timer, seconds=running_seconds(timer.entry, now)) for timer in team.timers)
    return replace(team, timers=timers)


def attention_rows(items: tuple[Attention, ...]) -> tuple[Row, ...]:
    """What needs a person, the most urgent first; Enter goes there."""
    return tuple(Row(index, (Cell(*_SIGNS[item.urgency]), Cell(item.text))) for index, item in enumerate(items))


def hours_lines(team: TeamWeek, currency: str) -> tuple[Line, ...]:
    """Hours of the week against capacity, their cost, and what runs."""
    hours, capacity = team.hours, team.capacity
    parts: list[str | tuple[str, str]] = [("Hours this week   ", "header"), (clock(hours.seconds), "strong")]
    if capacity:
        parts += [f" of {clock(capacity)}  ", bar_text(hours.seconds / capacity, BAR_WIDTH), "  "]
    else:
        parts.append("   ")
    parts += [("cost ", "muted"), show_minor(hours.cost_minor, currency, cents=True)]
    running = sum(timer.seconds for timer in team.timers)
    if team.timers:
        parts.append((f"  {clock(running, signed=True)} {RUNNING}", "accent"))
    if hours.uncosted_seconds:
        parts.append((f"  {ATTENTION} {clock(hours.uncosted_seconds)} not costed", "warning"))
    return (line(*parts),)


def hours_figures(team: TeamWeek, currency: str) -> tuple[Figure, ...]:
    """The numbers of the hours line."""
    name, hours = team.week.name, team.hours
    logged = Figure(
        "Hours this week", hours.seconds, Unit.SECONDS, "Σ seconds of entries of all people", (), name, hours.entries
    )
    uncosted = f"{clock(hours.uncosted_seconds)} have no hourly or no exchange rate and are not in the cost"
    notes = (uncosted,) if hours.uncosted_seconds else ()
    cost = Figure(
        "Staff cost this week",
        hours.cost_minor,
        Unit.MONEY,
        "Σ over entries of (seconds × hourly rate of the day / 3600, rounded once per entry)",
        (logged,),
        name,
        hours.entries,
        "",
        currency,
        notes,
    )
    return (logged, cost, utilisation(hours.seconds, team.capacity, name))
