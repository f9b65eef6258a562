"""What the columns of Google Analytics mean, in the languages it writes them; keys are casefolded as headers are.

Dimensions come first, then metrics; which is which is told by the name where it is known, else by the first cell.
"""

from __future__ import annotations

import re
from enum import StrEnum

METRICS = {
    "sessions": (
        *("sessions", "visits", "sitzungen", "besuche", "sesiones", "visitas", "sessões", "visites", "sessioni"),
        *("visite", "sessies", "bezoeken", "セッション", "セッション数", "сеансы", "sesje", "sessioner", "会话"),
        "세션수",
    ),
    "engaged": (
        *("engaged sessions", "sitzungen mit interaktionen", "sesiones con interacción", "sessões engajadas"),
        *("sessões com engajamento", "sessões com envolvimento", "sessies met engagement"),
        *("sessies met betrokkenheid", "betrokken sessies", "zaangażowane sesje", "сеансы с взаимодействием"),
        *("sessions avec engagement", "sessioni con coinvolgimento", "エンゲージのあったセッション数"),
    ),
    "users": (
        *("total users", "active users", "users", "unique visitors", "nutzer insgesamt", "aktive nutzer", "nutzer"),
        *("total de usuarios", "usuarios totales", "usuarios activos", "usuarios", "total de usuários"),
        *("usuários ativos", "usuários", "nombre total d'utilisateurs", "utilisateurs actifs", "utilisateurs"),
        *("utenti totali", "utenti attivi", "utenti", "totaal aantal gebruikers", "actieve gebruikers", "gebruikers"),
        *("総ユーザー数", "アクティブ ユーザー", "ユーザー", "пользователи", "użytkownicy"),
    ),
    "key_events": (
        *("key events", "conversions", "goal completions", "schlüsselereignisse", "abschlüsse für zielvorhaben"),
        *("eventos clave", "conversiones", "consecuciones de objetivos", "eventos principais", "conversões"),
        *("conclusões de meta", "événements clés", "objectifs réalisés", "eventi chiave", "conversioni"),
        *("completamenti obiettivo", "belangrijke gebeurtenissen", "conversies", "キーイベント", "コンバージョン"),
    ),
    "views": (
        *("views", "screenviews", "pageviews", "page views", "aufrufe", "seitenaufrufe", "vistas", "vistas de página"),
        *("número de páginas vistas", "visualizações", "visualizações de página", "vues", "pages vues"),
        *("visualizzazioni", "visualizzazioni di pagina", "weergaven", "paginaweergaven", "表示回数", "ページビュー数"),
    ),
}
"""The metrics that are understood, the first column that is there counting. `views` only says something of a day."""

_KNOWN_METRICS = frozenset(name for names in METRICS.values() for name in names)

_DAY = frozenset(
    {"tarih", "tanggal", "dátum", "päivämäärä", "dato", "päivä", "nap"}
    | {"date", "day", "day index", "nth day", "datum", "tag", "tagesindex", "fecha", "día", "índice de días"}
    | {"índice del día", "data", "dia", "índice de dias", "índice do dia", "jour", "index des jours", "giorno"}
    | {"indice giorno", "dagindex", "dag", "日付", "日の指標", "日別", "дата", "день", "dzień", "n-ter tag"}
    | {"enésimo día", "enésimo dia", "nième jour", "n-esimo giorno", "n 日目", "n. nap", "n-й день"}
)
_NTH_DAY = re.compile(
    r"n[\W_]*(?:º|°|ter|te|de|ième|ème|e|esimo)?\W*(?:tag|día|dia|jour|giorno|dag|dzień)"
    r"|(?:tag|día|dia|jour|giorno|dag|dzień)\W+n(?:\W|º|°)*"
)
_RANGE = frozenset(
    {"date range", "zeitraum", "datumsbereich", "intervalo de fechas", "periodo", "intervalo de datas", "período"}
    | {"plage de dates", "intervallo di date", "periodebereik", "datumbereik", "期間", "диапазон дат"}
)
_YEAR_MONTH = frozenset({"year month", "month of year", "jahr und monat", "año y mes", "ano e mês", "année et mois"})
_EVENT = frozenset(
    {"event name", "ereignisname", "nombre del evento", "nombre de evento", "nome do evento", "nom de l'événement"}
    | {"nome evento", "gebeurtenisnaam", "イベント名"}
)
_GROUP = re.compile(
    r"channel ?gr(?:oup|uppe)|grupo de canais|agrupa\w+ de cana|grupo de canales|groupe(?:ment)? de canaux"
    r"|gruppo di canali|raggruppamento dei canali|kanaalgroep|チャネル ?グループ"
)
_CAMPAIGN = re.compile(r"campaign|kampagne|campaña|campanha|campagne|campagna|キャンペーン|кампани|kampania")
_SOURCE = re.compile(r"\bsource\b|\bquelle\b|\bfuente\b|\borigem\b|\bsorgente\b|bron\b|参照元|источник|źródło")
_MEDIUM = re.compile(r"\bmedium\b|\bmedio\b|\bmídia\b|\bsupport\b|\bmezzo\b|メディア|канал|\bkanał\b")
# Whose first or which visit a column tells of, and by which marks: each is a breakdown of its own.
_SCOPES = (
    ("first user ", re.compile(r"first user|erste|\bprimer[oa]?\b|primeir[oa]|premi(?:er|ère)|prim[oa] |eerste|最初")),
    ("session ", re.compile(r"sess|sitzung|sesión|sesj|セッション|сеанс|会话|세션")),
    ("manual ", re.compile(r"\bmanu[ae]l")),
    ("google ads ", re.compile(r"\bgoogle ads\b")),
)
_OVERLAPPING = re.compile(
    r"segment|comparison|audience|vergleich|zielgruppe|comparaci|comparaç|comparaison|confronto|p[úu]blico"
)
_NOT_SOURCE = re.compile(r"\bplatform|plattform|plataforma")
_METRIC_WORDS = re.compile(
    r"\b(?:sessions|users|views|pageviews|count|rate|time|duration|revenue|conversions|events|value|bounces?|average"
    r"|avg|total|transactions|purchases|clicks|impressions|cost|entrances|exits|per|completions|hits|items|roas)\b|%"
)
_DIMENSION_WORDS = re.compile(
    r"\b(?:date|day|week|month|year|hour|minute|index|nth|id|code|version|zip|resolution|age|page|path|url|title|name"
    r"|campaign|keyword|content|term|language|city|country|region|type|category|segment|comparison|hostname|host)\b"
)
_NUMBER = re.compile(r"[<]?\s*(?:[^\d\s]{1,3}\s?)?[-−]?[0-9][0-9.,'’\s]*%?|[0-9]+:[0-9]{2}:[0-9]{2}|#div/0!?|n/a|-")


class Role(StrEnum):
    """What a dimension says of a visit."""

    DAY = "day"
    EVENT = "event"
    SOURCE = "source"
    MEDIUM = "medium"
    SOURCE_MEDIUM = "source/medium"
    CAMPAIGN = "campaign"
    GROUP = "channel group"
    RANGE = "date range"
    MONTH = "month"


VISITS = frozenset({Role.SOURCE, Role.MEDIUM, Role.SOURCE_MEDIUM, Role.CAMPAIGN, Role.GROUP})
"""What says where a visit came from; each visit has one."""


def role_of(key: str) -> Role | None:
    """What a column says, if it is one of those that matter."""
    if key in _DAY or _NTH_DAY.fullmatch(key):
        return Role.DAY
    if key in _RANGE:
        return Role.RANGE
    if key in _YEAR_MONTH:
        return Role.MONTH
    if key in _EVENT:
        return Role.EVENT
    if _GROUP.search(key):
        return Role.GROUP
    if is_metric(key) or key.endswith(" id"):
        return None
    source, medium = _SOURCE.search(key) and not _NOT_SOURCE.search(key), _MEDIUM.search(key)
    if source:
        return Role.SOURCE_MEDIUM if medium else Role.SOURCE
    if _CAMPAIGN.search(key):
        return Role.CAMPAIGN
    return Role.MEDIUM if medium else None


def plain_name(key: str) -> str:
    """A dimension by a name that stays when the program renames it: `session source/medium`."""
    role = role_of(key)
    if role not in VISITS:
        return key if role is None else role.value
    scopes = [scope for scope, words in _SCOPES if words.search(key)]
    if len(scopes) > 1 and scopes[:2] == ["first user ", "session "]:
        del scopes[1]
    return "".join(scopes) + role.value if role else key


def overlaps(key: str) -> bool:
    """Whether a column names parts that have visits in common, such as segments, which never add up."""
    return _OVERLAPPING.search(key) is not None


def is_known_metric(name: str) -> bool:
    """Whether a name is that of a metric that is understood."""
    return name.strip().casefold() in _KNOWN_METRICS


def is_metric(key: str) -> bool:
    """Whether a column certainly holds numbers."""
    return any(key in names for names in METRICS.values()) or (
        _METRIC_WORDS.search(key) is not None and _DIMENSION_WORDS.search(key) is None
    )


def may_be_metric(key: str, cell: str) -> bool:
    """Whether a column holds numbers, by its name or else by one of its cells."""
    if is_metric(key):
        return True
    known = role_of(key) is not None or _DIMENSION_WORDS.search(key) is not None
    return not known and _NUMBER.fullmatch(cell.strip().casefold()) is not None
