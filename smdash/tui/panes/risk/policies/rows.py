"""Policies and the people they concern as cells and lines. No Textual here."""

from __future__ import annotations

from datetime import date

from smdash.domain.policies import Policy, Version
from smdash.store.policy_book import PolicyBook
from smdash.tui.widgets.cells import Column, Line, Row, row
from smdash.tui.widgets.symbols import ATTENTION, DOT, REACHED, UNDEFINED
from smdash.tui.widgets.wrapping import folded

COLUMNS = (
    Column("name", "Policy", flexible=True, least=16),
    Column("version", "in force", least=8, most=14),
    Column("since", "since", width=10, priority=2),
    Column("review", "review", least=10, priority=1),
    Column("confirmed", "confirmed", least=9),
    Column("owner", "Owner", least=5, most=12, priority=3),
)
PEOPLE_COLUMNS = (
    Column("name", "Who", flexible=True, least=12, most=30),
    Column("kind", "as", least=5, priority=2),
    Column("confirmed", "confirmed", least=12),
    Column("how", "how", flexible=True, least=8),
    Column("by", "recorded by", least=8, most=16, priority=1),
)


def policy_rows(book: PolicyBook) -> tuple[Row, ...]:
    """One row for each policy."""
    return tuple(_policy_row(book, one) for one in book.policies)


def _policy_row(book: PolicyBook, one: Policy) -> Row:
    version = one.in_force(book.today)
    owner = (book.names.get(one.draft.owner_id or 0, UNDEFINED), "muted")
    if one.archived:
        muted = (UNDEFINED, "muted")
        return row(one.id, (one.draft.name, "muted"), ("archived", "muted"), muted, muted, muted, owner)
    if version is None:
        waits = "to come" if one.upcoming(book.today) else "no version"
        return row(one.id, one.draft.name, (waits, "muted"), UNDEFINED, UNDEFINED, UNDEFINED, owner)
    return row(
        one.id,
        one.draft.name,
        version.draft.version,
        (version.draft.effective_on.isoformat(), "muted"),
        _review_cell(version.draft.review_on, book.today),
        confirmed_words(book, one, version),
        owner,
    )


def _review_cell(day: date | None, today: date) -> tuple[str, str]:
    if day is None:
        return UNDEFINED, "muted"
    return (f"{ATTENTION} {day.isoformat()}", "bad") if day <= today else (day.isoformat(), "")


def confirmed_words(book: PolicyBook, one: Policy, version: Version) -> tuple[str, str]:
    """How many of those concerned confirmed a version, with a sign, and the role of that."""
    concerned, missing = len(one.concerned(book.people)), len(one.missing(version, book.people))
    said = f"{concerned - missing} of {concerned}"
    return (f"{ATTENTION} {said}", "warning") if missing else (f"{REACHED} {said}", "good")


def policy_note(book: PolicyBook) -> str:
    """What stands below the rows."""
    return "" if book.policies else "No policy yet. n adds one, from a short list for HR or of your own."


def policy_lines(book: PolicyBook, one: Policy, width: int) -> list[Line]:
    """Who is missing, what comes, where it is read and what it is about."""
    version = one.in_force(book.today)
    lines = folded(_missing_words(book, one, version), width, "warning")
    lines += folded(_coming_words(book, one), width)
    if version is not None:
        lines += folded(_place_words(version), width, "muted")
    kinds = ", ".join(kind.value for kind in one.draft.kinds)
    lines += folded(f"concerns {kinds}", width, "muted")
    about = version.draft.summary if version and version.draft.summary else one.draft.about
    return [*lines, *folded(about, width)]


def _missing_words(book: PolicyBook, one: Policy, version: Version | None) -> str:
    missing = one.missing(version, book.people)
    return f"missing: {', '.join(person.name for person in missing)}" if missing else ""


def _coming_words(book: PolicyBook, one: Policy) -> str:
    coming = one.upcoming(book.today)
    if coming is None:
        return "" if one.versions else "v adds its first version: from its day on, everybody concerned is asked."
    done, _ = confirmed_words(book, one, coming)
    return f"{coming.draft.version} takes effect {coming.draft.effective_on.isoformat()}: {done} confirmed"


def _place_words(version: Version) -> str:
    digest = f" {DOT} SHA-256 {version.draft.sha256[:16]}…" if version.draft.sha256 else ""
    return f"where: {version.draft.place}{digest}" if version.draft.place else ""


def whole_text(book: PolicyBook, one: Policy, width: int) -> list[Line]:
    """The policy's account and every version with its summary, the latest first."""
    lines = folded(one.draft.about, width)
    for version in reversed(one.versions):
        done, role = confirmed_words(book, one, version)
        lines += folded(f"{version.draft.version} {DOT} from {version.draft.effective_on} {DOT} {done}", width, role)
        lines += folded(_place_words(version), width, "muted")
        if version.draft.sha256:
            lines += folded(version.draft.sha256, width, "muted")
        lines += folded(version.draft.summary, width)
    return lines


# People of a version -----------------------------------------------------------------------------------------------


def people_title(book: PolicyBook, one: Policy, version: Version) -> str:
    """Which version, from when on, and how many have confirmed it."""
    done, _ = confirmed_words(book, one, version)
    began = "since" if version.draft.effective_on <= book.today else "from"
    named = f"{one.draft.name} {version.draft.version}"
    return f"{named} {DOT} {began} {version.draft.effective_on.isoformat()} {DOT} {done} confirmed"


def people_rows(book: PolicyBook, one: Policy, version: Version) -> tuple[Row, ...]:
    """Those who are missing first, then who has confirmed; somebody it no longer concerns at the end."""
    concerned = one.concerned(book.people)
    missing = [person for person in concerned if person.id not in version.confirmed]
    done = [person for person in concerned if person.id in version.confirmed]
    rows = [
        row(person.id, person.name, (person.kind.value, "muted"), (f"{ATTENTION} missing", "warning"), "", "")
        for person in missing
    ]
    rows += [_confirmed_row(version, person.id, person.name, person.kind.value) for person in done]
    others = version.confirmed.keys() - {person.id for person in concerned}
    rows += [_confirmed_row(version, gone, book.names.get(gone, ""), "not asked") for gone in sorted(others)]
    return tuple(rows)


def _confirmed_row(version: Version, person_id: int, name: str, kind: str) -> Row:
    given = version.confirmed[person_id]
    said = (f"{REACHED} {given.on.isoformat()}", "good")
    return row(person_id, name, (kind, "muted"), said, given.how, (given.recorded_by, "muted"))
