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
    def words(self) -> str:
        """What a row belongs to in this view, in words."""
        return _WORDS[self]

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
_WORDS = {
    By.CAMPAIGN: "the campaign of the row",
    By.CHANNEL: "its channel, or that of its post",
    By.MESSAGE: "its post",
    By.OBJECTIVE: "the objective of its campaign",
    By.MONTH: "the month of its day",
}
