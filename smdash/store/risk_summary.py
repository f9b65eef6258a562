"""What of legal risk needs a person today: the register, and what was changed after it was signed."""

from __future__ import annotations

from dataclasses import replace

from smdash.domain.risk_attention import RiskSummary, summarise
from smdash.store.log_summary import log_summary
from smdash.store.sign_offs import load_sign_offs
from smdash.store.store import Snapshot


def risk_summary(snapshot: Snapshot) -> RiskSummary:
    """Legal risk on the day of the snapshot, in a fixed number of queries."""
    return replace(summarise(load_sign_offs(snapshot)), log=log_summary(snapshot))
