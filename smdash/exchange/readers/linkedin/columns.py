"""What columns of LinkedIn Page exports are, in whatever language the account is.

The sheets of numbers by day name each column by what is counted and, mostly in brackets, of what kind it is: total,
organic, sponsored. Both are told by the beginnings of their words. Columns of posts have names of their own. In
languages whose words are not known, columns are told by their order, which is the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from smdash.exchange.files.grid import Header
from smdash.exchange.readers.ads.columns import AdColumns, bare

_URN = re.compile(r"urn:li:[A-Za-z]+:[0-9]+")
_SLUG = re.compile(r"-(activity|share|ugcPost)-([0-9]{5,})")
DATE = ("Date", "Data", "Fecha", "Datum")

_TOTAL, _ORGANIC = (
    ("total", "totaux", "gesamt", "totais", "totaal", "totali", "lacznie", "łacznie"),
    ("organ", "general"),
)
_RATE = re.compile(
    r"\b(?:tasa|taxa|taux|tasso|quote|porcentaje|ctr)\b|(?:rate|percentage|percentagem|percentuale|grad)\b"
)
_UNIQUE = ("uniqu", "unic", "einzel", "eindeut", "uniek", "unik")
_COUNTED = {
    "impressions": ("impress", "impres"),
    "clicks": ("click", "clic", "klick", "cliqu"),
    "reactions": ("reac", "reak", "reaz", "like", "gostar", "recomend"),
    "comments": ("comment", "coment", "komment"),
    "shares": ("repost", "share", "compart", "partage", "partilha", "geteilt", "condivi", "diffusion", "republi"),
}
_FOLLOWERS = ("follower", "seguidor", "abonn", "segui", "folger", "volger", "foljare", "obserw")
_VIEWS = (
    *("page view", "pageview", "visualiza", "visualizz", "seitenaufruf", "seitenansicht", "vues", "vistas"),
    *("aufruf", "ansicht", "weergave", "visning", "wyswietl"),
)
_MOBILE = ("mobil", "movil", "movei", "mobiel", "smartphone", "komork")

_PARTS = ("clicks", "reactions", "comments", "shares")
_ORDER = {"impressions": 3, "reach": 4, "clicks": 7, "reactions": 10, "comments": 13, "shares": 16}
_TRIPLES, _WIDTH = (1, 5, 8, 11, 14, 17), 20
"""Where columns of content by day stand: a day, impressions, the unique ones, and what people did, each organic,
sponsored and in total.
"""

DIMENSIONS = {
    "location": (
        "Location", "Localidade", "Localização", "Ubicación", "Standort", "Ort", "Lieu", "Localisation", "Località",
        "Locatie",
    ),
    "country": ("Country", "Country/Region", "País", "Land", "Pays", "Paese"),
    "job function": (
        "Job function", "Função", "Cargo", "Función", "Funktion", "Tätigkeitsbereich", "Fonction", "Funzione",
        "Funzione lavorativa", "Functie",
    ),
    "seniority": (
        "Seniority", "Experience level", "Nível de experiência", "Senioridade", "Nivel de responsabilidad",
        "Nivel de experiencia", "Karrierestufe", "Niveau d'expérience", "Niveau hiérarchique", "Anzianità",
        "Ancienneté", "Senioriteit",
    ),
    "industry": ("Industry", "Bedrijfstak", "Setor", "Sector", "Branche", "Secteur", "Settore"),
    "company size": (
        "Company size", "Tamanho da empresa", "Tamaño de la empresa", "Unternehmensgröße", "Taille de l'entreprise",
        "Dimensioni dell'azienda", "Dimensioni azienda", "Bedrijfsgrootte", "Taille d'entreprise",
    ),
}  # fmt: skip
"""What followers and visitors are broken down by."""

POST_WORDS = {
    "title": ("Post title", "Update title", "Título da publicação", "Título de la publicación", "Beitragstitel"),
    "link": (
        "Post link", "Update link", "Link da publicação", "Enlace de la publicación", "Link zum Beitrag",
        "Lien du post",
    ),
    "campaign": ("Campaign name", "Nome da campanha", "Nombre de la campaña", "Kampagnenname", "Nom de la campagne"),
    "created": (
        "Created date", "Criação", "Data de criação", "Fecha de creación", "Erstellungsdatum", "Date de création",
    ),
    "impressions": ("Impressions", "Impressões", "Impresiones", "Impressionen"),
    "video_views": (
        "Views (Excluding offsite video views)", "Views (excluding off-site video views)", "Views", "Video views",
        "Visualizações", "Visualizaciones",
    ),
    "clicks": ("Clicks", "Cliques", "Clics", "Klicks"),
    "reactions": ("Likes", "Reactions", "Gostaram", "Reações", "Recomendaciones", "Reacciones", "Reaktionen"),
    "comments": ("Comments", "Comentários", "Comentarios", "Kommentare", "Commentaires"),
    "shares": ("Reposts", "Shares", "Compartilhamentos", "Veces compartido", "Geteilt", "Partages"),
    "follows": ("Follows", "Seguidores", "Follower"),
    "content type": ("Content Type", "Tipo de conteúdo", "Tipo de contenido", "Inhaltstyp"),
}  # fmt: skip
"""The columns of a post. Its `Post type` is organic or sponsored, and no kind of a post."""

_POSTS_IN_ORDER = {
    "title": 0, "link": 1, "campaign": 3, "created": 5, "impressions": 9, "video_views": 10, "clicks": 12,
    "reactions": 14, "comments": 15, "shares": 16, "follows": 17, "content type": 19,
}  # fmt: skip
_RATE_OF_CLICKS, _POST_WIDTHS = 13, (19, 20)


@dataclass(frozen=True, slots=True)
class DayColumns:
    """Where numbers by day stand: the metric of a channel day each column is; `engagement` are summed."""

    date: int
    metrics: dict[str, int]
    engagement: tuple[int, ...] = ()


def urn_of(link: str) -> str:
    """The name LinkedIn has for the post of a link, `urn:li:activity:73…` or `…-activity-73…-x`; blank for others."""
    if match := _URN.search(link):
        return match[0]
    slug = _SLUG.search(link)
    return f"urn:li:{slug[1]}:{slug[2]}" if slug else ""


def post_columns(header: Header) -> AdColumns:
    """The columns of a sheet of posts, in a language whose words are not known by their order."""
    columns = AdColumns(header, POST_WORDS)
    needed = ("title", "link", "created", "impressions", "clicks", "reactions", "comments", "shares")
    is_whole = len(header.keys) in _POST_WIDTHS and "(ctr)" in header.keys[_RATE_OF_CLICKS]
    if is_whole and columns.missing(*needed):
        columns.places = {name: place for name, place in _POSTS_IN_ORDER.items() if place < len(header.names)}
    return columns


def day_columns(header: Header) -> DayColumns | None:
    """The columns of a sheet of numbers by day: of content, followers or visitors; None when it is none of them."""
    plain = [bare(name) for name in header.names]
    date = next((place for place, name in enumerate(plain) if name in {bare(one) for one in DATE}), None)
    named = None if date is None else _content(date, plain)
    if named is not None and named.engagement:
        return named
    if _is_content(plain):
        return _content_of(0, _ORDER)
    known = None if date is None else named or _followers(date, plain) or _visitors(date, plain)
    return known or _visitors_in_order(plain)


def compares_pages(header: Header) -> bool:
    """Whether it is the export of competitors: a page on each row, with its followers."""
    plain = [bare(name) for name in header.names]
    return plain[:1] in (["page"], ["pagina"], ["seite"]) and any(_has(name, _FOLLOWERS) for name in plain[1:])


def dimension(header: Header) -> tuple[str, str] | None:
    """What a sheet of two columns breaks down, and by what: `location` and `followers`; None when it is none."""
    if len(header.names) != 2:
        return None
    first, second = (bare(name) for name in header.names)
    found = next((name for name, words in DIMENSIONS.items() if first in map(bare, words)), None)
    if found is None or not _has(second, _TOTAL):
        return None
    measure = "followers" if _has(second, _FOLLOWERS) else "views" if _has(second, (*_VIEWS, "view")) else ""
    return (found, measure) if measure else None


def _content(date: int, plain: list[str]) -> DayColumns | None:
    found: dict[tuple[str, str], int] = {}
    for place, name in enumerate(plain):
        if _RATE.search(name):
            continue
        counted = next((one for one, words in _COUNTED.items() if _has(name, words)), "")
        if counted == "impressions" and _has(name, _UNIQUE):
            counted = "reach"
        if counted:
            found.setdefault((counted, _kind(name)), place)
    totals: dict[str, int] = {}
    for counted in (*_COUNTED, "reach"):
        if (best := _best(found, counted)) is not None:
            totals[counted] = best
    if not {"impressions", *_PARTS[:3]} <= totals.keys() or len(found) < 4:
        return None
    return _content_of(date, totals)


def _content_of(date: int, places: Mapping[str, int]) -> DayColumns:
    """Engagement is told only where all its parts are there: a sum of some would be a smaller number."""
    metrics = {metric: places[metric] for metric in ("impressions", "reach") if metric in places}
    parts = tuple(places[part] for part in _PARTS if part in places)
    return DayColumns(date, metrics, parts if len(parts) == len(_PARTS) else ())


def _is_content(plain: list[str]) -> bool:
    """Whether columns are those of content by day: threes that differ only in brackets, where they should."""
    return len(plain) == _WIDTH and all(_are_three(plain, place) for place in _TRIPLES)


def _are_three(plain: list[str], place: int) -> bool:
    parts = [name.partition("(") for name in plain[place : place + 3]]
    return len({outside.strip() for outside, _, _ in parts}) == 1 and all(inside for _, _, inside in parts)


def _followers(date: int, plain: list[str]) -> DayColumns | None:
    mine = [place for place, name in enumerate(plain) if _has(name, _FOLLOWERS)]
    total = next((place for place in mine if _has(plain[place], _TOTAL)), None)
    return None if total is None or len(mine) < 2 else DayColumns(date, {"net_follows": total})


def _visitors(date: int, plain: list[str]) -> DayColumns | None:
    """The column of all pages on all devices: `Total page views (total)`."""
    for place, name in enumerate(plain):
        outside, _, inside = name.partition("(")
        if _has(outside, _VIEWS) and _has(outside, _TOTAL) and _has(inside, _TOTAL):
            return DayColumns(date, {"visits": place})
    return None


def _visitors_in_order(plain: list[str]) -> DayColumns | None:
    """The same in a language whose words are not known: views and visitors of each page, then of all, each on
    computers, on mobile devices and in total.
    """
    threes = range(1, len(plain), 3)
    if len(plain) < 13 or len(plain) % 6 != 1 or not all(_are_three(plain, place) for place in threes):
        return None
    is_by_device = all(_has(plain[place + 1].partition("(")[2], _MOBILE) for place in threes)
    return DayColumns(0, {"visits": len(plain) - 4}) if is_by_device else None


def _kind(name: str) -> str:
    return "total" if _has(name, _TOTAL) else "organic" if _has(name, _ORGANIC) else "other"


def _best(found: dict[tuple[str, str], int], counted: str) -> int | None:
    return next((found[counted, kind] for kind in ("total", "organic") if (counted, kind) in found), None)


def _has(name: str, words: tuple[str, ...]) -> bool:
    return any(word in name for word in words)
