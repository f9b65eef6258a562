"""What of legal risk needs a person: in one line for the Overview, as rows of its list, and as figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from smdash.domain.figures import Figure, Unit
from smdash.domain.gate import Acceptance, Validity, review_day, text_changed
from smdash.domain.log_attention import LogSummary
from smdash.domain.register import Register, ScopeId
from smdash.domain.register_attention import (
    EXPIRING_DAYS,
    RiskAttention,
    ending,
    expiring_risks,
    lapsed_risks,
    overdue_treatments,
    risks_to_review,
    untreated,
)
from smdash.domain.risks import Answer, LegalArea, LegalItem
from smdash.domain.sign_offs import SignOffs
from smdash.domain.treatment import Risk

ITEMS_NAMED = 4
"""How many high items that are not done are named in their row."""

REVIEWS_NAMED = 3
"""How many items to be reviewed have a row of their own; more of them share one."""

DONE_FORMULA = "answers yes, or not applicable with a reason"
OPEN_HIGH_FORMULA = "not done, and the level is high or very high"


@dataclass(frozen=True, slots=True)
class RiskSummary:
    """Legal risk on one day.

    `open_high` are the organisation's items that are not done, and its open risks, that are high or very high.
    `unchecked` are live campaigns with an open gate, `on_waiver` how many run on waivers, `lapsed` acceptances that no
    longer hold, or are missing, for what is still open, `expiring` those that end within 14 days, `overdue` open items
    and treatments past their due day, `reviews` answered items and risks whose review day has come, `signatures` places
    that were changed after somebody signed them, `unanswered` the items of the organisation that are open, high and
    accepted by nobody, in one row, `untreated` high risks nobody decided about.
    """

    open_high: Figure
    unchecked: tuple[RiskAttention, ...]
    lapsed: tuple[RiskAttention, ...]
    expiring: tuple[RiskAttention, ...]
    overdue: tuple[RiskAttention, ...]
    reviews: tuple[RiskAttention, ...]
    on_waiver: int = 0
    signatures: tuple[RiskAttention, ...] = ()
    unanswered: tuple[RiskAttention, ...] = ()
    proofs: tuple[RiskAttention, ...] = ()
    news: tuple[RiskAttention, ...] = ()
    untreated: tuple[RiskAttention, ...] = ()
    log: LogSummary = field(default_factory=LogSummary)

    @property
    def attention(self) -> tuple[RiskAttention, ...]:
        """All rows for the attention list, the most urgent first; many reviews share one row."""
        reviews = self.reviews
        if len(reviews) > REVIEWS_NAMED:
            first = reviews[0]
            what = "answers and risks" if any(row.risk_id for row in reviews) else "answers"
            reviews = (replace(first, sentence=f"{len(reviews)} legal {what} are due for review"),)
        return (
            *self.unchecked,
            *self.lapsed,
            *self.untreated,
            *self.expiring,
            *self.overdue,
            *self.proofs,
            *self.signatures,
            *self.unanswered,
            *self.news,
            *reviews,
        )

    @property
    def sentence(self) -> str:
        """The line of the Overview: `3 high open · 1 live unchecked · 2 acceptances end in 14 days`."""
        return " · ".join(self.parts)

    @property
    def parts(self) -> tuple[str, ...]:
        """What the sentence is made of, the most urgent first."""
        parts = [f"{self.open_high.text()} high open"]
        if self.log.deadline_words:
            parts.append(self.log.deadline_words)
        if self.unchecked:
            parts.append(f"{len(self.unchecked)} live unchecked")
        if self.on_waiver:
            parts.append(f"{self.on_waiver} live on waiver{'s' if self.on_waiver > 1 else ''}")
        if self.lapsed:
            parts.append(f"{len(self.lapsed)} lapsed")
        if self.untreated:
            parts.append(f"{len(self.untreated)} untreated")
        if count := len(self.expiring):
            parts.append(f"{count} acceptance{'s end' if count > 1 else ' ends'} in {EXPIRING_DAYS} days")
        if self.signatures:
            parts.append(f"{len(self.signatures)} signed, then changed")
        if late := len(self.overdue) + len(self.reviews):
            parts.append(f"{late} overdue")
        if self.log.missing_words:
            parts.append(self.log.missing_words)
        return tuple(parts)


def summarise(signed: SignOffs) -> RiskSummary:
    """What the register and the sign-offs say needs a person today; campaigns that ended or were archived do not."""
    register = signed.register
    return RiskSummary(
        open_high_figure(register, None, register.library.items, register.high_risks(None), "High legal risks open"),
        tuple(_unchecked(register)),
        (*_lapsed(register), *lapsed_risks(register)),
        _by_day(*_expiring(register), *expiring_risks(register)),
        (*_overdue(register), *overdue_treatments(register)),
        _by_day(*_reviews(register), *risks_to_review(register)),
        sum(campaign.gate.on_waiver for campaign in register.campaigns),
        tuple(_signatures(signed)),
        tuple(_unanswered(register)),
        tuple(_proofs(register)),
        tuple(_news(register)),
        tuple(untreated(register)),
    )


def _by_day(*dated: tuple[date, RiskAttention]) -> tuple[RiskAttention, ...]:
    return tuple(row for _, row in sorted(dated, key=lambda pair: pair[0]))


def area_figures(register: Register, area: LegalArea, scope: ScopeId) -> tuple[Figure, ...]:
    """The counts of one line of the list of areas, with the items behind them."""
    summary = register.summary(area, scope)
    by_answer = {
        answer: [item.id for item in area.items if register.answer(item, scope).answer is answer] for answer in Answer
    }
    parts = tuple(
        Figure(answer.words, len(found), Unit.COUNT, "answers given", notes=(", ".join(found),) if found else ())
        for answer, found in by_answer.items()
    )
    done = Figure(f"{area.title}: done", summary.done, Unit.COUNT, DONE_FORMULA, parts, rows=summary.total)
    high_risks = register.high_risks(scope, area.key)
    return (done, open_high_figure(register, scope, area.items, high_risks, f"{area.title}: high open"))


def open_high_figure(
    register: Register, scope: ScopeId, items: tuple[LegalItem, ...], high_risks: Sequence[Risk], name: str
) -> Figure:
    """How many items are not done and high or very high, and how many risks beside them are, naming both.

    The level is the grid's for the residual rating, else the inherent one, else what the library proposes; an item has
    the rating of its open risk, which is not counted again.
    """
    found = [item for item in items if register.is_open_high(item, scope)]
    named = (", ".join(item.id for item in found), ", ".join(f"“{risk.title}”" for risk in high_risks))
    notes = tuple(names for names in named if names)
    count = len(found) + len(high_risks)
    return Figure(name, count, Unit.COUNT, OPEN_HIGH_FORMULA, rows=len(items) + len(high_risks), notes=notes)


def _unchecked(register: Register) -> Iterator[RiskAttention]:
    for campaign in register.campaigns:
        if campaign.gate.unchecked:
            sentence = campaign.gate.sentence.removesuffix(".")
            said = f"{campaign.name} is {sentence[0].lower()}{sentence[1:]}"
            yield RiskAttention(said, campaign.gate.open[0].id, campaign.id)


def _signatures(signed: SignOffs) -> Iterator[RiskAttention]:
    titles = {area.key: area.title for area in signed.register.library.areas}
    for one in signed.changed():
        place, changed = one.sign_off.place, one.changes
        campaign = signed.register.campaign(place.campaign_id)
        named = [campaign.name] if campaign else []
        named += [titles.get(place.area, place.area)] if place.area else []
        first = f": {changed[0]}" + (f" and {len(changed) - 1} more" if len(changed) > 1 else "") if changed else ""
        said = f"{', '.join(named)} was signed by {one.sign_off.signed_by}, then changed{first}"
        yield RiskAttention(said, place.area or "", place.campaign_id)


def _unanswered(register: Register) -> Iterator[RiskAttention]:
    """The organisation's open high items that nobody took the risk of: many on a first day, so one row names them."""
    found = []
    for item in register.library.items:
        accepted = register.acceptance(item, None)
        if register.is_open_high(item, None) and not (accepted and accepted[1].valid):
            found.append(item)
    if found:
        named = ", ".join(item.id for item in found[:ITEMS_NAMED])
        more = f" and {len(found) - ITEMS_NAMED} more" if len(found) > ITEMS_NAMED else ""
        are = "1 legal item is" if len(found) == 1 else f"{len(found)} legal items are"
        yield RiskAttention(f"{are} high and not done: {named}{more}", found[0].id)


def _lapsed(register: Register) -> Iterator[RiskAttention]:
    for item, scope, acceptance, validity in _acceptances(register):
        if not validity.valid and not acceptance.revoked:
            reason = validity.reason.removesuffix(".")
            yield RiskAttention(f"{_named(register, item, scope)}: acceptance lapsed. {reason}", item.id, scope)


def _expiring(register: Register) -> Iterator[tuple[date, RiskAttention]]:
    """Acceptances that end soon; those of one act, such as a waiver of a whole gate, share a row."""
    acts: dict[tuple[date, ScopeId, str], list[LegalItem]] = {}
    for item, scope, acceptance, validity in _acceptances(register):
        if validity.valid and validity.days_left <= EXPIRING_DAYS:
            acts.setdefault((acceptance.until, scope, acceptance.who), []).append(item)
    for (until, scope, who), items in acts.items():
        named = _named(register, items[0], scope) + (f" and {len(items) - 1} more" if len(items) > 1 else "")
        yield until, RiskAttention(f"{named}: {ending(who, until, register.today)}", items[0].id, scope)


def _overdue(register: Register) -> Iterator[RiskAttention]:
    for item, scope in _items(register):
        answer = register.answer(item, scope)
        if answer.due is not None and answer.due < register.today and not answer.settled:
            owner = register.people.get(answer.owner_id or 0, "")
            who = f" ({owner})" if owner else ""
            yield RiskAttention(
                f"{_named(register, item, scope)}: due since {answer.due.isoformat()}{who}", item.id, scope
            )


def _reviews(register: Register) -> Iterator[tuple[date, RiskAttention]]:
    for item, scope in _items(register):
        answer = register.answer(item, scope)
        day = review_day(item, answer)
        if answer.answer is not Answer.OPEN and day <= register.today:
            why = "its text changed after it was answered" if text_changed(item, answer) else ""
            sentence = f"{_named(register, item, scope)}: {why or f'to be reviewed since {day.isoformat()}'}"
            yield day, RiskAttention(sentence, item.id, scope)


def _proofs(register: Register) -> Iterator[RiskAttention]:
    """Evidence of what is answered that is over, then what ends within two weeks; much of it shares a row."""
    over, soon = [], []
    for item, scope in _items(register):
        answer = register.answer(item, scope)
        for one in answer.evidence if answer.settled else ():
            named = f"{_named(register, item, scope)}: evidence “{one.label}”"
            if one.expired(register.today):
                over.append(RiskAttention(f"{named} expired on {one.expires}", item.id, scope))
            elif one.ends_soon(register.today):
                soon.append(RiskAttention(f"{named} ends on {one.expires}", item.id, scope))
    for found, what in ((over, "has expired"), (soon, f"ends in {EXPIRING_DAYS} days")):
        if len(found) > REVIEWS_NAMED:
            first = found[0]
            sentence = f"Evidence of {len(found)} legal answers {what}"
            yield RiskAttention(sentence, first.item_id, first.campaign_id)
        else:
            yield from found


def _news(register: Register) -> Iterator[RiskAttention]:
    """A newer library that nobody has gone through yet."""
    if register.news and register.news.changes:
        known = {item.id for item in register.library.items}
        first = next((one.item_id for one in register.news.changes if one.item_id in known), "")
        yield RiskAttention(f"{register.news.sentence}: go through them (L in Risk)", first)


def _acceptances(register: Register) -> Iterator[tuple[LegalItem, ScopeId, Acceptance, Validity]]:
    """Items still open for which a risk was accepted, with the acceptance that holds or the latest."""
    for item, scope in _items(register):
        found = register.acceptance(item, scope)
        if found is not None and not register.answer(item, scope).settled:
            yield item, scope, *found


def _items(register: Register) -> Iterator[tuple[LegalItem, ScopeId]]:
    """Each item of the organisation, then those that the gates of campaigns not ended need."""
    for item in register.library.items:
        yield item, None
    for campaign in register.campaigns:
        if campaign.status != "ended":
            for item in campaign.gate.needed:
                yield item, campaign.id


def _named(register: Register, item: LegalItem, scope: ScopeId) -> str:
    campaign = register.campaign(scope)
    return f"{campaign.name}, {item.label}" if campaign else item.label
