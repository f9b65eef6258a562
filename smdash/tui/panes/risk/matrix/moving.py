"""A risk in the hand: arrows move one of its ratings, and what may not be is refused at once. No Textual here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from smdash.domain.risks import Rating, RiskGrid, residual_fault
from smdash.domain.treatment import Risk


@dataclass(frozen=True, slots=True)
class Carried:
    """A risk and where it was moved to; `said` is why the latest step was refused, empty where it was not.

    `by_inherent` says which rating arrows move. A risk without a residual rating gets one with its first step.
    """

    risk: Risk
    inherent: Rating
    residual: Rating | None
    by_inherent: bool = False
    said: str = ""

    @classmethod
    def of(cls, risk: Risk, *, by_inherent: bool = False) -> Carried:
        """A risk just taken up."""
        return cls(risk, risk.inherent, risk.residual, by_inherent)

    @property
    def field(self) -> Rating:
        """Where it stands now."""
        return self.inherent if self.by_inherent else self.residual or self.inherent

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than it did."""
        return (self.inherent, self.residual) != (self.risk.inherent, self.risk.residual)

    def other(self) -> Carried:
        """The same risk with its other rating in the hand."""
        return replace(self, by_inherent=not self.by_inherent, said="")

    def step(self, likelihood: int, impact: int, grid: RiskGrid) -> Carried:
        """One field on; where that can't be, it stays and says why."""
        at = self.field
        wanted = at.likelihood + likelihood, at.impact + impact
        if not all(1 <= number <= 5 for number in wanted):
            return replace(self, said=f"{'Likelihood' if likelihood else 'Impact'} goes from 1 to 5.")
        rated = Rating(*wanted)
        inherent, residual = (rated, self.residual) if self.by_inherent else (self.inherent, rated)
        if fault := residual_fault(inherent, residual, grid):
            return replace(self, said=fault)
        return replace(self, inherent=inherent, residual=residual, said="")
