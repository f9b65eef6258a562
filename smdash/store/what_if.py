"""What suppositions start from: the benefits of one line, alike ones together. Nothing here writes."""

from __future__ import annotations

from sqlalchemy import func, select

from smdash.domain.benefits import BenefitKind, Evidence
from smdash.domain.what_if import Gain
from smdash.store.scopes import Scope
from smdash.store.store import Snapshot
from smdash.store.tables import benefit


def gains(snapshot: Snapshot, scope: Scope) -> tuple[Gain, ...]:
    """The converted benefits of a line in its days, those with the same terms and amount as one, in one query."""
    row = benefit.c
    terms = (row.kind, row.evidence, row.share, row.margin, row.converted_minor)
    query = (
        select(*terms, func.count())
        .where(
            row.day >= scope.days.start, row.day < scope.days.end, row.converted_minor.is_not(None), *scope.of(benefit)
        )
        .group_by(*terms)
        .order_by(*terms)
    )
    return tuple(
        Gain(BenefitKind(kind), Evidence(evidence), share, margin, minor, count)
        for kind, evidence, share, margin, minor, count in snapshot.connection.execute(query)
    )
