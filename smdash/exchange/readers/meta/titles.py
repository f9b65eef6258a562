"""What titles in Meta Business Suite's exports say: the platform, the metric, or neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smdash.exchange.decision import Decision

PLATFORMS = ("facebook", "instagram")
PLATFORM = "platform"
"""Under which the answer stands to which platform a title means that names none."""

# What the rest of a title says when its platform is taken off, by its new name, its old one, and in other languages.
# Views took the place of impressions, and viewers that of reach.
_METRICS = {
    "reach": (
        *("reach", "page reach", "alcance", "alcance da página", "alcance de la página", "reichweite", "couverture"),
        *("copertura", "räckvidd", "bereik", "zasięg", "охват", "viewers", "zuschauer", "betrachter", "espectadores"),
        *("visualizadores", "spectateurs", "spettatori", "kijkers"),
    ),
    "impressions": (
        *("views", "impressions", "visualizações", "visualizaciones", "aufrufe", "vues", "visualizzazioni"),
        *("visningar", "weergaven", "wyświetlenia", "просмотры"),
    ),
    "visits": (
        *("visits", "page visits", "profile visits", "page and profile visits", "visitas", "visitas ao perfil"),
        *("visitas al perfil", "besuche", "profilbesuche", "visites", "visite", "besök", "bezoeken", "profielbezoeken"),
        *("visites du profil", "visite al profilo", "visitas à página", "visitas a la página"),
    ),
    "follows": (
        *("follows", "new follows", "new followers", "seguidores", "seguimentos", "novos seguidores"),
        *("nuevos seguidores", "seguimientos", "neue follower", "nouveaux followers", "nuovi follower"),
        *("följare", "nya följare", "nieuwe volgers", "follower acquisiti", "followers en plus"),
    ),
    "unfollows": ("unfollows", "deixaram de seguir", "unfollow"),
    "net_follows": ("net follows", "net followers", "net new followers"),
    "followers": ("followers", "lifetime follows", "lifetime followers", "total followers"),
    "interactions": (
        *("content interactions", "interactions", "interações com o conteúdo", "interações", "interacciones"),
        *("interacciones con el contenido", "content-interaktionen", "interaktionen", "interactions avec le contenu"),
        *("interazioni con i contenuti", "interaktioner", "interacties met content", "contentinteracties"),
        *("interações com conteúdo", "interacciones con contenido"),
    ),
    "link_clicks": (
        *("link clicks", "cliques no link", "clics en el enlace", "link-klicks", "clics sur un lien"),
        *("clic sul link", "länkklick", "cliques em links", "clics en enlaces", "clics sur les liens"),
        *("klikken op link", "klikken op links", "linkkliks"),
    ),
    "video_views": ("3-second video views", "3-second views", "video views"),
}  # fmt: skip
_METRIC_OF = {title: metric for metric, titles in _METRICS.items() for title in titles}
_SMALL_WORDS = frozenset({
    *("do", "da", "de", "del", "no", "na", "ao", "en", "em", "von", "auf", "bei", "sur", "di", "su", "på", "on", "op"),
    *("of", "for", "van", "a", "à"),
})  # fmt: skip


def platform_of(title: str) -> str:
    """The platform a title names; blank when it names none, or both."""
    found = [platform for platform in PLATFORMS if platform in title.casefold()]
    return found[0] if len(found) == 1 else ""


def metric_of(title: str) -> str | None:
    """The metric a title names (`Facebook reach` and `Reach (Facebook)` are both reach), or None."""
    plain = title.casefold().replace("(", " ").replace(")", " ")
    for platform in PLATFORMS:  # German and Dutch join the two words
        plain = plain.replace(f"{platform}-", f"{platform} ")
    words = plain.split()
    rest = [word for word in words if word not in PLATFORMS]
    while len(rest) < len(words) and rest and rest[-1] in _SMALL_WORDS:
        rest.pop()
    return _METRIC_OF.get(" ".join(rest))


def answered(answers: Mapping[str, str] | None) -> str:
    """The platform a person said is meant; blank when nobody did."""
    found = (answers or {}).get(PLATFORM, "").casefold()
    return found if found in PLATFORMS else ""


def platform_question(titles: Sequence[tuple[str, ...]], chosen: str) -> tuple[Decision, ...]:
    """The question for the platform where a title of the file names none."""
    unnamed = next(
        (table[-1] if table else "" for table in titles if not platform_of(table[-1] if table else "")), None
    )
    if unnamed is None:
        return ()
    said = f"“{unnamed}” names neither Facebook nor Instagram" if unnamed else "no title names Facebook or Instagram"
    candidates = tuple(platform.capitalize() for platform in PLATFORMS)
    why = "you chose it" if chosen else said
    return (Decision(PLATFORM, "platform", chosen.capitalize() or "not known", why, candidates, ambiguous=not chosen),)
