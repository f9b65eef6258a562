"""Meta Business Suite, export of posts: Facebook (29 to 38 columns, as chosen) and Instagram (18 columns).
Stories and reels are exported with the same columns and a few of their own; headers may be of another language.

One row per post with lifetime metrics (`Date` is `Lifetime`). In 2025 Impressions became Views, in 2026 Reach became
Viewers. Where a file has Impressions and Views, Views are those of the video, unless it has Viewers too: then Views are
what they are in every later file, and Impressions are kept raw, so that a post has one measure in all its exports. A
second column `Views` says the same where the first is blank; else it is kept raw.
"""

from __future__ import annotations

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.dates import MONTH_FIRST, DateGrammar, is_date
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import (
    NOTHING_THERE,
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    cell_name,
    cell_text,
    date_at,
    first_measures,
    lacks,
    raw_fields,
)
from smdash.exchange.readers.meta import post_columns as known
from smdash.exchange.readers.post_ids import is_rounded
from smdash.exchange.records.base import PostRecord, post_kind

_TIME = "Publish time"


class MetaPosts:
    """Reader of the posts of one platform; both are the same but for the columns that name the account."""

    def __init__(self, platform: str, account: tuple[str, ...], account_id: tuple[str, ...]) -> None:
        self.name = f"meta-{platform}-posts"
        self.title = f"Meta Business Suite posts ({platform.capitalize()})"
        self._platform, self._account, self._account_id = platform, account, account_id

    def recognise(self, header: Header) -> Match | NoMatch:
        account = header.find(*self._account, *self._account_id)
        told = (header.find(*names) for names in (known.POST_ID, known.TIME, known.POST_TYPE, known.PERMALINK))
        there = [at is not None for at in told]
        if account is not None and all(there[:2]) and any(there[2:]):
            beside = (self._account, self._account_id, known.TITLE, known.DESCRIPTION, *known.METRICS.values())
            return Match(1 + sum(there) + sum(header.find(*names) is not None for names in beside))
        if not any(there[:2]):
            return NoMatch(NOTHING_THERE)
        names = ("Post ID", _TIME, "Post type")
        missing = [name for name, is_there in zip(names, there, strict=False) if not is_there]
        missing += [] if account is not None else [self._account[0]]
        return lacks(missing, sum(there))

    def columns(self, header: Header) -> Columns:
        at = header.find(*known.TIME)
        month_first = header.find(*known.MONTH_FIRST_TIME) is not None
        numbers = {place: header.names[place] for places in _metric_places(header).values() for place in places}
        return Columns(
            (DateColumns(_TIME, () if at is None else (at,), MONTH_FIRST if month_first else None),),
            tuple(NumberColumn(name, place) for place, name in numbers.items()),
        )

    def notes(self, header: Header) -> tuple[Decision, ...]:
        views = _views(header)
        if _video_views_alone(header):
            return (Decision("views", "Views", "video views", "the file has Impressions beside it"),)
        if len(views) > 1:
            return (
                Decision("views", "Views", "the first of the columns so named", "the others are kept as raw fields"),
            )
        if views and header.find(*known.IMPRESSIONS) is not None:
            why = "they are counted as in later exports; Impressions are kept as raw fields"
            return (Decision("views", "Views", "views of the post", why),)
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        account = header.find(*self._account)
        return _Rows(self._platform, header, account, header.find(*self._account_id), grammars).read


FACEBOOK = MetaPosts("facebook", (*known.PAGE, *known.PAGE_ID), known.PAGE_ID)
INSTAGRAM = MetaPosts("instagram", (*known.ACCOUNT, *known.ACCOUNT_ID), known.ACCOUNT_ID)


def _views(header: Header) -> tuple[int, ...]:
    """The columns of views, those that repeat the name too."""
    return next((places for name in known.VIEWS if (places := header.every(name))), ())


def _video_views_alone(header: Header) -> bool:
    """Whether Views are those of a video only, as in files from before Views took the place of Impressions."""
    both = bool(_views(header)) and header.find(*known.IMPRESSIONS) is not None
    return both and header.find(*known.VIEWERS) is None


def _metric_places(header: Header) -> dict[str, tuple[int, ...]]:
    """Per metric its columns, the first that reports a value counting."""
    found = {metric: header.find(*names) for metric, names in known.METRICS.items()}
    places: dict[str, tuple[int, ...]] = {metric: (place,) for metric, place in found.items() if place is not None}
    impressions, views = header.find(*known.IMPRESSIONS), _views(header)
    video, of_video = header.find(*known.VIDEO_VIEWS), _video_views_alone(header)
    if impressions is not None and (of_video or not views):
        places["impressions"] = (impressions,)
    elif views:
        places["impressions"] = views
    if video is not None:
        places["video_views"] = (video,)
    elif of_video:
        places["video_views"] = views
    return places


_TEXTS = {
    "Post ID": known.POST_ID,
    _TIME: known.TIME,
    "Permalink": known.PERMALINK,
    "Post type": known.POST_TYPE,
    "Title": known.TITLE,
    "Description": known.DESCRIPTION,
    "Date": known.DATE,
}


class _Rows:
    def __init__(
        self, platform: str, header: Header, account: int | None, account_id: int | None, grammars: Grammars
    ) -> None:
        self._platform, self._account, self._account_id = platform, account, account_id
        self._at = {name: header.find(*names) for name, names in _TEXTS.items()}
        self._dates: DateGrammar = grammars.dates[_TIME]
        metrics = _metric_places(header)
        self._metrics = first_measures(header, grammars, metrics)
        read_first = [places[0] for places in metrics.values()]
        texts = [place for place in (*self._at.values(), account, account_id) if place is not None]
        self._raw = raw_fields(header, [*read_first, *texts])

    def read(self, row: Row) -> PostRecord:
        at, cells = self._at, row.cells
        post_id = _post_id(cell_line(cells, at["Post ID"]))
        whole_life = cell_line(cells, at["Date"])
        if whole_life and is_date(whole_life):  # else it is a word for the whole life of the post, in any language
            raise BadCell(whole_life, "is one day of a post; export lifetime figures", "Date")
        posted = date_at(self._dates, cell_line(cells, at[_TIME]), _TIME)
        return PostRecord(
            platform=self._platform,
            channel=cell_name(cells, self._account, "account"),
            channel_id=cell_line(cells, self._account_id),
            posted_at=posted,
            precision="minute",
            source=f"{self._platform}-post",
            external_key=post_id,
            external_id=post_id,
            line=row.line,
            kind=post_kind(cell_line(cells, at["Post type"])),
            text=_message(cell_text(cells, at["Title"]), cell_text(cells, at["Description"])),
            url=cell_line(cells, at["Permalink"]),
            metrics=self._metrics(cells),
            raw=self._raw(cells),
        )


def _post_id(printed: str) -> str:
    if not printed:
        raise BadCell("", "is blank", "Post ID")
    if is_rounded(printed):
        raise BadCell(printed, "was rounded by a spreadsheet; import the file as it was downloaded", "Post ID")
    return printed


def _message(title: str, description: str) -> str:
    """The text of a post stands in the title, in the description or, cut in one of them, in both."""
    longer, shorter = sorted((title, description), key=len, reverse=True)
    return longer if shorter.rstrip("…. ") in longer else f"{title}\n\n{description}"
