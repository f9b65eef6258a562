"""Which version of the shipped legal library this organisation has gone through, and what a newer one changed."""

from __future__ import annotations

from sqlalchemy import RowMapping, select

from smdash.domain.library_changes import LibraryNews, library_changes, texts_of
from smdash.errors import Refused
from smdash.library.legal import load_legal_library
from smdash.store import changes
from smdash.store.legal_items import check_may_answer
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import library_version


def library_news(snapshot: Snapshot) -> LibraryNews:
    """What changed since the version gone through; nothing in a store where nobody has answered yet."""
    shipped = load_legal_library()
    row = _newest(snapshot)
    if row is None:
        return LibraryNews(shipped.version, shipped.version)
    return LibraryNews(row["version"], shipped.version, library_changes(row["items"], shipped))


def remember_library(tx: Transaction) -> None:
    """With the first answer, keep which texts were answered, so that a newer library can tell what it changed."""
    if tx.connection.execute(select(library_version.c.id).limit(1)).first() is None:
        _write(tx)


def go_through(tx: Transaction) -> int:
    """Say that all changes of the shipped library were gone through, and return how many there were.

    Answers stay; those to a reworded question stay due for review until they are given again. `Refused` where nothing
    has changed, and for roles that don't answer.
    """
    check_may_answer(tx)
    news = library_news(tx)
    if not news.changes:
        raise Refused(f"The legal library {news.shipped} was gone through already.")
    tx.describe(f"go through the legal library {news.shipped}: {len(news.changes)} changed")
    _write(tx)
    return len(news.changes)


def _write(tx: Transaction) -> None:
    shipped = load_legal_library()
    values = {"seen_at": tx.now, "seen_by": tx.actor, "items": texts_of(shipped)}
    same = select(library_version.c.id).where(library_version.c.version == shipped.version)
    found = tx.connection.execute(same).scalar()
    if found is None:
        changes.insert(tx, library_version, version=shipped.version, **values)
    else:
        changes.update(tx, library_version, found, **values)


def _newest(snapshot: Snapshot) -> RowMapping | None:
    columns = library_version.c
    query = select(library_version).order_by(columns.seen_at.desc(), columns.id.desc()).limit(1)
    return snapshot.connection.execute(query).mappings().first()
