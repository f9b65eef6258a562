"""Posts of a file as rows of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date

from smdash.clock import zone
from smdash.domain.assignment import Facts, first_rule, utm_campaign_in
from smdash.domain.money import MAX_MINOR, Money, check_currency
from smdash.domain.text import name_key
from smdash.errors import InvalidInput
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.names import NameBook
from smdash.exchange.records.base import METRICS, PostRecord, RowFault
from smdash.exchange.rows.local_times import LocalTimes, stamp
from smdash.exchange.rows.values import Row, counts, raw_json
from smdash.store.import_basis import Basis
from smdash.store.staging import IGNORED, NEW

_COUNTS: tuple[str, ...] = tuple(metric for metric in METRICS if metric != "spend")


class PostRows:
    """Makes the staged rows of one file's posts; `campaign` is for posts that name none."""

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self._basis, self._names, self._campaign = basis, names, campaign
        self._zone_name = basis.organisation.zone
        self._times = LocalTimes(zone(self._zone_name))
        self._spend_assumed = self._timed = self._by_link = self._by_rule = 0
        self._campaign_names = {known.id: known.name for known in basis.names["campaign"].values()}

    def rows(self, record: PostRecord, n: int) -> Sequence[Row] | RowFault:
        """The row of one post with its metrics, numbered `n`."""
        channel = self._names.ref(
            "channel", record.channel or self._names.only_channel(record.platform), record.platform
        )
        if channel is None:
            return RowFault(record.line, "channel", "", "is blank")
        try:
            numbers = counts(record.metrics, _COUNTS)
        except BadCell as fault:
            return RowFault(record.line, fault.column, fault.value, fault.reason)
        try:
            spend = self._spend(record)
        except InvalidInput as fault:
            return RowFault(record.line, "spend", str(record.metrics["spend"]), fault.message)
        day, posted = self._when(record)
        campaign = self._campaign_of(record, channel, date.fromisoformat(day))
        texts = (record.external_id, record.kind, record.text, record.url)
        state = IGNORED if self._names.is_ignored(channel) else NEW
        return [
            (n, record.line, channel, campaign, record.source, record.external_key, day, posted,
             record.precision, *texts, *numbers, *spend, raw_json(record.raw, record.metrics), state)
        ]  # fmt: skip

    def notes(self) -> Sequence[str]:
        """The zone of their times and the currency of their spend, where the file says neither."""
        said = []
        if self._timed:
            said.append(f"Times of posts are read as {self._zone_name}, the organisation's zone.")
        if self._spend_assumed:
            said.append(f"Ad spend names no currency: read as {self._basis.organisation.currency}.")
        if self._by_link or self._by_rule:
            named = f"a tagged link names the campaign of {self._by_link} posts, a rule of {self._by_rule}"
            said.append(f"In this file {named}; posts that are there keep theirs.")
        return said

    def _campaign_of(self, record: PostRecord, channel: int, day: date) -> int | None:
        """The campaign a post names, else the one chosen for the file, that of a tagged link in it, or that of the
        first rule that takes it. This is for new posts: an import never changes the campaign of a post that is there.
        """
        if record.campaign or self._campaign is not None:
            return self._names.ref("campaign", record.campaign) if record.campaign else self._campaign
        tagged = self._basis.aliases["campaign"].get(name_key(utm_campaign_in(f"{record.text} {record.url}")))
        if tagged is not None:
            self._by_link += 1
            return self._names.ref("campaign", tagged.name)
        known = self._names.known(channel)
        rule = first_rule(self._basis.rules, Facts(known.id if known else None, day, record.kind, record.text))
        name = self._campaign_names.get(rule.draft.campaign_id, "") if rule else ""
        self._by_rule += bool(name)
        return self._names.ref("campaign", name)

    def _when(self, record: PostRecord) -> tuple[str, str | None]:
        """The day as stored, and the instant where the minute is known."""
        posted = record.posted_at
        if posted.tzinfo is not None:
            posted = posted.astimezone(self._times.zone)
        if record.precision == "month":
            return posted.date().replace(day=1).isoformat(), None
        if record.precision == "day":
            return posted.date().isoformat(), None
        self._timed += record.posted_at.tzinfo is None
        instant = self._times.instant(posted).astimezone(UTC).replace(tzinfo=None)
        return posted.date().isoformat(), stamp(instant)

    def _spend(self, record: PostRecord) -> tuple[int | None, str | None]:
        """Ad spend in minor units with its currency: that of the raw fields, else the reporting one."""
        spent = record.metrics.get("spend")
        if spent is None or spent.value is None:
            return None, None
        named = next((value for name, value in record.raw.items() if name.casefold().endswith("currency")), "")
        self._spend_assumed += not named
        currency = check_currency(named) if named else self._basis.organisation.currency
        money = Money.of(spent.value, currency)
        if abs(money.minor) > MAX_MINOR:
            raise InvalidInput("is too large")
        return money.minor, currency
