"""What columns of LinkedIn Page exports are, in whatever language the account is.

The sheets of numbers by day name each column by what is counted and, mostly in brackets, of what kind it is: total,
organic, sponsored. Both are told by the beginnings of their words. Columns of posts have names of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from smdash.exchange.grid import Header
from smdash.exchange.readers.ad_columns import bare

DATE = ("Date", "Data", "Fecha", "Datum")

_TOTAL, _ORGANIC = ("total", "totaux", "gesamt", "totais"), ("organ", "general")
_RATES = ("rate", "tasa", "taxa", "taux", "tasso", "quote", "percentage", "porcentaje", "ctr")
_UNIQUE = ("uniqu", "unica", "unico", "einzeln", "eindeutig", "unici")
_COUNTED = {
    "impressions": ("impress", "impres"),
    "clicks": ("click", "clic", "klick", "cliqu"),
    "reactions": ("reac", "reak", "reaz", "like", "gostar", "recomend"),
    "comments": ("comment", "coment", "komment"),
    "shares": ("repost", "share", "compart", "partage", "geteilt", "condivi", "republi"),
}
_FOLLOWERS = ("follower", "seguidor", "abonn", "segui", "folger", "volger")
_VIEWS = ("page view", "pageview", "visualiza", "visualizz", "seitenaufruf", "seitenansicht", "vues", "vistas")

DIMENSIONS = {
    "location": ("Location", "Localidade", "Localização", "Ubicación", "Standort", "Ort", "Lieu", "Località"),
    "country": ("Country", "Country/Region", "País", "Land", "Pays", "Paese"),
    "job function": ("Job function", "Função", "Cargo", "Función", "Funktion", "Fonction", "Funzione"),
    "seniority": (
        "Seniority", "Experience level", "Nível de experiência", "Senioridade", "Nivel de responsabilidad",
        "Nivel de experiencia", "Karrierestufe", "Niveau d'expérience", "Niveau hiérarchique", "Anzianità",
    ),
    "industry": ("Industry", "Setor", "Sector", "Branche", "Secteur", "Settore"),
    "company size": (
        "Company size", "Tamanho da empresa", "Tamaño de la empresa", "Unternehmensgröße", "Taille de l'entreprise",
        "Dimensioni dell'azienda",
    ),
}  # fmt: skip
"""What followers and visitors are broken down by."""

POST_WORDS = {
    "title": ("Post title", "Update title", "Título da publicação", "Título de la publicación", "Beitragstitel"),
    "link": (
        "Post link", "Update link", "Link da publicação", "Enlace de la publicación", "Link zum Beitrag",
        "Lien du post",
    ),
    "type": ("Post type", "Update type", "Tipo de publicação", "Tipo de publicación", "Beitragstyp"),
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
"""The columns of a post."""


@dataclass(frozen=True, slots=True)
class DayColumns:
    """Where numbers by day stand: the metric of a channel day each column is; `engagement` are summed."""

    date: int
    metrics: dict[str, int]
    engagement: tuple[int, ...] = ()


def day_columns(header: Header) -> DayColumns | None:
    """The columns of a sheet of numbers by day: of content, followers or visitors; None when it is none of them."""
    plain = [bare(name) for name in header.names]
    date = next((place for place, name in enumerate(plain) if name in {bare(one) for one in DATE}), None)
    if date is None:
        return None
    return _content(date, plain) or _followers(date, plain) or _visitors(date, plain)


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
        if _has(name, _RATES):
            continue
        counted = next((one for one, words in _COUNTED.items() if _has(name, words)), "")
        if counted == "impressions" and _has(name, _UNIQUE):
            counted = "reach"
        if counted:
            found.setdefault((counted, _kind(name)), place)
    totals = {counted: _best(found, counted) for counted in (*_COUNTED, "reach")}
    impressions = totals["impressions"]
    parts = tuple(totals[one] for one in ("clicks", "reactions", "comments", "shares"))
    if impressions is None or None in parts[:3] or len(found) < 4:
        return None
    reach = totals["reach"]
    metrics = {"impressions": impressions} | ({} if reach is None else {"reach": reach})
    return DayColumns(date, metrics, tuple(place for place in parts if place is not None))


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


def _kind(name: str) -> str:
    return "total" if _has(name, _TOTAL) else "organic" if _has(name, _ORGANIC) else "other"


def _best(found: dict[tuple[str, str], int], counted: str) -> int | None:
    return next((found[counted, kind] for kind in ("total", "organic") if (counted, kind) in found), None)


def _has(name: str, words: tuple[str, ...]) -> bool:
    return any(word in name for word in words)
