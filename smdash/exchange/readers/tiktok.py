"""TikTok Studio: the files of its four sections (overview, content, viewers, followers), each in a zip of its own.

Headers are English in every language of the interface, dates are written in that language and without a year. The
account stands in the links of videos only, and so does the year in which each was posted: it is in the video's id.
Business accounts print full dates and more columns, in their own languages.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.dates import YEARLESS, DateGrammar, read_date
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    cell_text,
    date_at,
    lacks,
    measure_at,
    measures,
    metric_places,
    raw_fields,
)
from smdash.exchange.readers.parts import share_of, whole
from smdash.exchange.records.base import AudienceRecord, ChannelDayRecord, ContentKeys, PostRecord

_PLATFORM = "tiktok"
_DATE = ("Date", "Datum", "Fecha", "Data")

# What the columns of a day mean, in English, German, French, Spanish, Portuguese, Italian, Dutch and Swedish, and which
# may be negative. Others stay raw.
_DAY_METRICS = {
    "video_views": (
        *("Video views", "Videoaufrufe", "Vues de vidéos", "Vues de la vidéo", "Visualizaciones de vídeo"),
        *("Visualizaciones de vídeos", "Visualizaciones de video", "Visualizaciones de videos"),
        *("Visualizações de vídeo", "Visualizações de vídeos", "Visualizzazioni video", "Videoweergaven"),
        "Videovisningar",
    ),
    "visits": (
        *("Profile views", "Profilaufrufe", "Vues du profil", "Vues de profil", "Visualizaciones del perfil"),
        *("Visualizaciones de perfil", "Visualizações do perfil", "Visualizações de perfil"),
        *("Visualizzazioni del profilo", "Visualizzazioni profilo", "Profielweergaven", "Profilvisningar"),
    ),
    "reach": (
        *("Reached audience", "Total viewers", "Unique viewers", "Erreichte Zielgruppe", "Audience touchée"),
        *("Audience atteinte", "Público alcanzado", "Audiencia alcanzada", "Público alcançado"),
        *("Pubblico raggiunto", "Bereikt publiek", "Målgrupp som nåtts"),
    ),
    "follows": (
        *("New followers", "Neue Follower", "Nouveaux followers", "Nouveaux abonnés", "Nuevos seguidores"),
        *("Novos seguidores", "Nuovi follower", "Nieuwe volgers", "Nya följare"),
    ),
    "unfollows": (
        *("Lost followers", "Verlorene Follower", "Followers perdus", "Abonnés perdus", "Seguidores perdidos"),
        *("Follower persi", "Verloren volgers", "Tappade följare"),
    ),
    "net_follows": (
        *("Net growth", "Net followers", "Difference in followers from previous day", "Nettowachstum"),
        *("Croissance nette", "Crecimiento neto", "Crescimento líquido", "Crescita netta", "Nettogroei"),
        "Nettotillväxt",
    ),
    "followers": ("Followers", "Total followers"),
}
_NEGATIVE = frozenset({"net_follows"})
# Two columns that no other export has together tell each kind of daily file.
_DAY_FILES = (
    (_DAY_METRICS["video_views"], _DAY_METRICS["visits"]),
    (("Followers",), ("Difference in followers from previous day",)),
    (("Total viewers",), ("New viewers", "Returning viewers")),
    (("New followers",), ("Reached audience", "Engaged audience")),
)

_LINK = (
    *("Video link", "Videolink", "Lien de la vidéo", "Enlace del vídeo", "Enlace del video", "Link do vídeo"),
    *("Link del video", "Link video", "Videolänk"),
)
_TITLE = (
    *("Video title", "Videotitel", "Titre de la vidéo", "Título del vídeo", "Título del video", "Título do vídeo"),
    *("Titolo del video", "Titolo video"),
)
_POSTED = (
    *("Post time", "Veröffentlichungszeit", "Heure de publication", "Hora de publicación", "Horário da publicação"),
    *("Horário de publicação", "Ora di pubblicazione", "Tijd van plaatsing", "Publiceringstid"),
)
_POST_METRICS = {
    "video_views": ("Total views", *_DAY_METRICS["video_views"], "Views"),
    "reactions": ("Total likes", "Likes", "J'aime", "Me gusta", "Curtidas", "Mi piace", "Gilla-markeringar"),
    "comments": (
        *("Total comments", "Comments", "Kommentare", "Commentaires", "Comentarios", "Comentários", "Commenti"),
        *("Reacties", "Opmerkingen", "Kommentarer"),
    ),
    "shares": (
        *("Total shares", "Shares", "Geteilt", "Partages", "Veces compartido", "Compartidos", "Compartilhamentos"),
        *("Condivisioni", "Gedeeld", "Delningar"),
    ),
    "saves": ("Total saves", "Add to favorites", "Favorites", "Saves", "Lägg till i Favoriter"),
    "reach": _DAY_METRICS["reach"],
    "follows": _DAY_METRICS["follows"],
}
_VIDEO = re.compile(r"tiktok\.com/@(?P<handle>[^/\s?]{1,60})/(?P<kind>video|photo)/(?P<id>[0-9]{5,25})", re.IGNORECASE)

_SECONDS, _LATEST_SECOND = 32, 2**32  # the bits of an id below its seconds
_LAID_BY = timedelta(days=60)  # a video may lie as a draft or wait for its day; an id far off is none of that time

_SHARE = "Distribution"
_DIMENSIONS = {"gender": "gender", "top territories": "country", "top countries": "country", "age": "age"}
_HOUR, _ACTIVE = "Hour", "Active followers"


class TikTokDays:
    """Reader of the files with a row for each day: overview, viewers, history of followers."""

    name = "tiktok-days"
    title = "TikTok Studio days (overview, viewers, followers)"

    def recognise(self, header: Header) -> Match | NoMatch:
        if header.find(*_DATE) != 0 or header.find(*_LINK) is not None:
            return NoMatch("its first column is no date")
        if not any(all(header.find(*names) is not None for names in pair) for pair in _DAY_FILES):
            return NoMatch("no column Video Views, Followers, Total Viewers", 1)
        return Match(2 + len(metric_places(header, _DAY_METRICS)))

    def columns(self, header: Header) -> Columns:
        places = metric_places(header, _DAY_METRICS)
        numbers = (NumberColumn(header.names[at], at, metric not in _NEGATIVE) for metric, at in places.items())
        return Columns((DateColumns("Date", (0,)),), tuple(numbers))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        places, dates = metric_places(header, _DAY_METRICS), grammars.dates["Date"]
        metrics, raw = measures(header, grammars, places), raw_fields(header, (0, *places.values()))

        def read(row: Row) -> ChannelDayRecord:
            line, cells = row
            day = date_at(dates, cell_line(cells, 0), "Date").date()
            return ChannelDayRecord(_PLATFORM, "", day, line, metrics(cells), raw(cells))

        return read


class TikTokPosts:
    """Reader of the section Content: a row for each video with its totals so far."""

    name = "tiktok-posts"
    title = "TikTok Studio content"

    def recognise(self, header: Header) -> Match | NoMatch:
        needed = [names[0] for names in (_LINK, _POSTED) if header.find(*names) is None]
        metrics = metric_places(header, _POST_METRICS)
        if needed or not metrics:
            return lacks(needed or ["Total views"], 2 - len(needed))
        return Match(2 + (header.find(*_TITLE) is not None) + len(metrics))

    def columns(self, header: Header) -> Columns:
        posted = header.find(*_POSTED)
        numbers = (NumberColumn(header.names[at], at) for at in metric_places(header, _POST_METRICS).values())
        dates = DateColumns("Post time", () if posted is None else (posted,), own_years=True)
        return Columns((dates,), tuple(numbers))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        places, dates, keys = metric_places(header, _POST_METRICS), grammars.dates["Post time"], ContentKeys()
        link_at, title_at, posted_at = header.find(*_LINK), header.find(*_TITLE), header.find(*_POSTED)
        used = [at for at in (link_at, title_at, posted_at, *places.values()) if at is not None]
        metrics, raw = measures(header, grammars, places), raw_fields(header, used)

        def read(row: Row) -> PostRecord:
            line, cells = row
            link, printed = cell_line(cells, link_at), cell_line(cells, posted_at)
            video = _VIDEO.search(link)
            return PostRecord(
                platform=_PLATFORM,
                channel=video["handle"] if video else "",
                posted_at=_posted_at(dates, printed, video["id"] if video else ""),
                precision="minute" if ":" in printed else "day",
                source="tiktok-post",
                external_key=video["id"] if video else keys.key((link, cell_line(cells, title_at))),
                external_id=video["id"] if video else "",
                line=line,
                kind=video["kind"].casefold() if video else "video",
                text=cell_text(cells, title_at),
                url=link,
                metrics=metrics(cells),
                raw=raw(cells),
            )

        return read


def _posted_at(grammar: DateGrammar, printed: str, video: str) -> datetime:
    """When a video was posted. Its id begins with the second in which it was made, which tells a year not written."""
    if video and grammar.form in YEARLESS:
        made = datetime.fromtimestamp(min(int(video) >> _SECONDS, _LATEST_SECOND), UTC).date()
        for year in (made.year - 1, made.year, made.year + 1):
            try:
                found = read_date(grammar.form, printed)
                day = date(year, found.month, found.day)
            except (BadCell, ValueError):
                continue
            if abs(day - made) <= _LAID_BY:
                return datetime.combine(day, found.time())
    return date_at(grammar, printed, "Post time")


class TikTokAudience:
    """Reader of who the followers are: shares by gender, territory or age, and how many are active at which hour."""

    name = "tiktok-audience"
    title = "TikTok Studio followers (gender, territories, activity)"

    def recognise(self, header: Header) -> Match | NoMatch:
        if _is_activity(header):
            return Match(3)
        if len(header.keys) == 2 and header.keys[0] in _DIMENSIONS and header.find(_SHARE) == 1:
            return Match(2)
        return NoMatch("no columns Gender and Distribution, or Date, Hour and Active followers")

    def columns(self, header: Header) -> Columns:
        if _is_activity(header):
            return Columns((DateColumns("Date", (0,)),), (NumberColumn(header.names[2], 2),))
        return Columns((), (NumberColumn(header.names[1], 1, whole=False),))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        return _active_hours(header, grammars) if _is_activity(header) else _shares(header, grammars)


def _is_activity(header: Header) -> bool:
    return header.find(*_DATE) == 0 and header.find(_HOUR) == 1 and header.find(_ACTIVE) == 2


def _active_hours(header: Header, grammars: Grammars) -> RowReader:
    def read(row: Row) -> AudienceRecord:
        line, cells = row
        day = date_at(grammars.dates["Date"], cell_line(cells, 0), "Date").date().isoformat()
        number = whole(measure_at(grammars.numbers[2], cells[2], header.names[2]).value)
        hour = f"hour {cell_line(cells, 1).zfill(2)}"
        return AudienceRecord(_PLATFORM, "", "hour", "active followers", hour, line, day, number)

    return read


def _shares(header: Header, grammars: Grammars) -> RowReader:
    dimension = _DIMENSIONS[header.keys[0]]

    def read(row: Row) -> AudienceRecord:
        line, cells = row
        label = cell_line(cells, 0) or "unknown"
        share = share_of(grammars.numbers[1], cells[1], header.names[1], 100 if "%" in cells[1] else 1)
        return AudienceRecord(_PLATFORM, "", dimension, "followers", label[:120], line, share=share)

    return read


TIKTOK = (TikTokDays(), TikTokPosts(), TikTokAudience())
