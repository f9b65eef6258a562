"""By what cost and benefit are looked at: each row belongs to exactly one line of each view, so all views add up."""

from __future__ import annotations

from enum import Enum


class By(Enum):
    """A view: its lines are campaigns, channels, messages, objectives or months."""

    CAMPAIGN = "campaign"
    CHANNEL = "channel"
    MESSAGE = "message"
    OBJECTIVE = "objective"
    MONTH = "month"

    @property
    def without(self) -> str:
        """What the line of that which belongs to none is called."""
        return _WITHOUT[self]


_WITHOUT = {
    By.CAMPAIGN: "not assigned",
    By.CHANNEL: "no channel",
    By.MESSAGE: "not by message",
    By.OBJECTIVE: "not assigned",
    By.MONTH: "no month",
}
