"""What of incidents and policies needs a person, in five queries."""

from __future__ import annotations

from smdash.domain.log_attention import LogSummary, summarise_log
from smdash.store.incidents import incidents
from smdash.store.organisation import people
from smdash.store.policies import policies
from smdash.store.store import Snapshot


def log_summary(snapshot: Snapshot) -> LogSummary:
    """Deadlines that press and confirmations that are missing now."""
    still_open = incidents(snapshot, only_open=True)
    return summarise_log(still_open, policies(snapshot), people(snapshot), snapshot.now, snapshot.today)
