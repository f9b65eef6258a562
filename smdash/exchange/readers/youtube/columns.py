"""What the columns of YouTube Studio's exports are called, in the languages of its interface."""

from __future__ import annotations

from smdash.exchange.files.grid import Header, column_key

DATE = (
    *("Date", "Datum", "Fecha", "Data", "Dato", "Дата", "Tarih", "Tanggal", "Päivämäärä", "Dátum", "Ngày"),
    *("Ημερομηνία", "วันที่", "التاريخ", "日付", "날짜", "日期"),
)
VIDEO = (
    *("Content", "Video", "Videos", "Inhalte", "Contenido", "ID del vídeo", "Vídeo", "Conteúdo", "Contenu", "Vidéo"),
    *("Contenuti", "Contenus", "Treści", "İçerik", "Konten", "Obsah", "Innhold", "Sisältö", "Innehåll", "Indhold"),
    *("Контент", "Видео", "コンテンツ", "動画", "콘텐츠", "内容", "內容"),
)
VIDEO_ID = ("Video ID", "Video-ID", "ID del vídeo", "ID do vídeo", "ID de la vidéo")
"""Of the tables of before 2019, which name a video first and then tell its id."""
TITLE = (
    *("Video title", "Videotitel", "Video Titel", "Título del vídeo", "Título del video", "Título do vídeo"),
    *("Titre de la vidéo", "Titolo video", "Titolo del video", "Название видео", "動画のタイトル", "동영상 제목"),
    "视频标题",
)
PUBLISHED = (
    *("Video publish time", "Veröffentlichungszeitpunkt des Videos", "Hora de publicación del vídeo"),
    *("Hora de publicación del video", "Horário de publicação do vídeo", "Heure de publication de la vidéo"),
    *("Data pubblicazione video", "Ora di pubblicazione del video", "Publiceringstid för video"),
    *("Video created", "Время публикации видео", "動画公開時刻", "동영상 게시 시간", "视频发布时间"),
)
DURATION = (
    *("Duration", "Duur", "Czas trwania", "Süre", "Durasi", "Video length (minutes)", "Dauer", "Duración"),
    *("Duração", "Durée", "Durata", "Längd", "長さ", "길이", "时长"),
)
TOTALS = frozenset(
    column_key(word)
    for word in (
        *("Total", "Gesamt", "Gesamtwert", "Summe", "Totale", "Totalt", "Totaal", "Итого", "Всего", "Łącznie"),
        *("Razem", "Jumlah", "Celkem", "Összesen", "Yhteensä", "Toplam", "合計", "합계", "总计", "總計"),
    )
)

# Counts that a video, a day or a part has. What is not here stays a raw field.
COUNTS = {
    "video_views": (
        *("Views", "Aufrufe", "Visualizaciones", "Vistas", "Visualizações", "Vues", "Visualizzazioni", "Weergaven"),
        *("Visningar", "Visninger", "Wyświetlenia", "Просмотры", "Görüntülemeler", "視聴回数", "조회수"),
        *("Penayangan", "Zhlédnutí", "观看次数", "觀看次數"),
    ),
    "impressions": (
        *("Impressions", "Thumbnail impressions", "Impressionen", "Impresiones", "Impressões", "Impressioni"),
        *("Exponeringar", "Vertoningen", "Tayangan", "Wyświetlenia miniatur", "Показы", "インプレッション数"),
        *("노출수", "展示次数"),
        *("Thumbnail-Impressionen", "Impresiones de miniaturas", "Impressões de miniaturas"),
        *("Impressions de miniatures", "Impressioni delle miniature", "Gösterimler", "Tayangan"),
    ),
    "reach": (
        *("Unique viewers", "Einzelne Zuschauer", "Espectadores únicos", "Spectateurs uniques", "Spettatori unici"),
        *("Espetadores únicos", "Unieke kijkers", "Unika tittare", "Уникальные зрители", "ユニーク視聴者数"),
        "순 시청자수",
    ),
    "reactions": (
        *("Likes", "Positive Bewertungen", "„Mag ich“-Bewertungen", "Me gusta", 'Marcações "Gostei"'),
        *("J'aime", "Mi piace", "Gilla-markeringar", "Отметки «Нравится»", "高評価数", "高評価", "좋아요"),
    ),
    "comments": (
        *("Comments added", "Comments", "Hinzugefügte Kommentare", "Kommentare", "Comentarios añadidos"),
        *("Comentarios agregados", "Comentarios", "Comentários adicionados", "Commentaires ajoutés"),
        *("Toegevoegde reacties", "Commenti aggiunti", "Tillagda kommentarer", "追加されたコメント数", "コメント数"),
    ),
    "shares": (
        *("Shares", "Geteilte Inhalte", "Veces compartido", "Veces que se ha compartido", "Compartidos"),
        *("Compartilhamentos", "Partages", "Condivisioni", "Delningar", "共有数", "공유"),
    ),
    "follows": (
        *("Subscribers gained", "Gewonnene Abonnenten", "Suscriptores ganados", "Suscriptores obtenidos"),
        *("Inscrições obtidas", "Abonnés gagnés", "Nouveaux abonnés", "Gewonnen abonnees", "Iscritti acquisiti"),
        *("登録者の増加数", "増加した登録者数"),
    ),
}
UNFOLLOWS = (
    *("Subscribers lost", "Verlorene Abonnenten", "Suscriptores perdidos", "Inscrições perdidas", "Abonnés perdus"),
    *("Iscritti persi", "Verloren abonnees", "登録者の減少数"),
)
NET_FOLLOWS = (
    *("Subscribers", "Abonnenten", "Suscriptores", "Inscritos", "Abonnés", "Iscritti", "Prenumeranter", "Подписчики"),
    *("Subscritores", "Subscriber", "Abonnees", "Subskrybenci", "Aboneler", "チャンネル登録者", "구독자"),
)
WATCHED = (
    *("Watch time (hours)", "Wiedergabezeit (Stunden)", "Tiempo de visualización (horas)"),
    *("Tiempo de reproducción (horas)", "Tempo de exibição (horas)", "Tempo de visualização (horas)"),
    *("Durée de visionnage (heures)", "Tempo di visualizzazione (ore)", "Weergavetijd (uren)", "Kijktijd (uur)"),
    *("Visningstid (timmar)", "Czas oglądania (godziny)", "İzlenme süresi (saat)", "Waktu tonton (jam)"),
    *("Время просмотра (часы)", "総再生時間（単位: 時間）", "시청 시간(단위: 시간)"),
)
AVERAGE = (
    *("Average view duration", "Durchschnittliche Wiedergabedauer", "Duración media de la visualización"),
    *("Duración media de las visualizaciones", "Duración promedio de vistas", "Duração média da visualização"),
    *("Duração média das visualizações", "Gemiddelde weergaveduur", "Durata media visualizzazione"),
    *("Durée moyenne d'une vue", "Durata visualizzazione media", "Genomsnittlig visningslängd", "平均視聴時間"),
)
SHARE = (
    *("Views (%)", "Aufrufe (%)", "Visualizaciones (%)", "Vistas (%)", "Visualizações (%)", "Vues (%)"),
    *("Visualizzazioni (%)", "Visningar (%)", "Просмотры (%)", "視聴回数 (%)"),
)
RATES = (
    *("Watch time (hours) (%)", "Wiedergabezeit (Stunden) (%)", "Tiempo de visualización (horas) (%)"),
    *("Tempo de exibição (horas) (%)", "Durée de visionnage (heures) (%)", "Impressions click-through rate (%)"),
    *("Thumbnail click-through rate (%)", "Klickrate der Impressionen (%)", "CTR de las impresiones (%)"),
    *("Porcentaje de clics de las impresiones (%)", "Tasa de clics de las impresiones (%)"),
    *("Taxa de cliques de impressões (%)", "Taxa de cliques das impressões (%)", "Taux de clics par impression (%)"),
    *("Percentuale di clic delle impressioni (%)", "Klickfrekvens för exponeringar (%)"),
    *("インプレッションのクリック率 (%)", "Average percentage viewed (%)", "Durchschnittlich angesehen (%)"),
    *("Porcentaje medio visto (%)", "Porcentagem visualizada média (%)", "Porcentagem média visualizada (%)"),
    *("Pourcentage moyen de vidéo regardé (%)", "Percentuale media visualizzata (%)"),
    *("Engaged views", "Average views per viewer", "Stayed to watch (%)", "Viewed (vs. swiped away) (%)"),
    *("Aktive Aufrufe", "Visualizações engajadas", "Visualizações intencionais", 'Visualizzazioni "engaged"'),
    *("エンゲージ ビュー", "Watch time (minutes)", "Average view duration (minutes)"),
)
REVENUE = (
    *("Estimated revenue", "Your estimated revenue", "Geschätzter Umsatz", "Ingresos estimados"),
    *("Tus ingresos estimados", "Receita estimada", "Sua receita estimada", "Revenus estimés", "Entrate stimate"),
    *("Geschatte opbrengst", "Estimated ad revenue", "Estimated partner revenue"),
)
"""Columns of money, whose names end with a currency."""
OTHERS = (
    *("New viewers", "Returning viewers", "Casual viewers", "Regular viewers", "Shown in feed", "Dislikes"),
    *("Videos published", "Videos added", "Vídeos publicados", "Veröffentlichte Videos", "Vidéos publiées"),
    *("Video pubblicati", "Nuevos espectadores", "Nuovi spettatori", "Nouveaux spectateurs", "Neue Zuschauer"),
)
"""More columns that such a file may have; no other export has those of `RATES` and `REVENUE`."""

# By what a table may be broken down; any other first column keeps its own name.
DIMENSIONS = {
    "country": (
        *("Geography", "Geografie", "Geografía", "Geografia", "Zone géographique", "Geografi", "География", "地域"),
        *("País", "Land", "Pays", "Paese", "국가/지역"),
    ),
    "city": ("Cities", "City", "Städte", "Ciudades", "Cidades", "Villes", "Città", "市区町村"),
    "traffic source": (
        *("Traffic source", "Zugriffsquelle", "Besucherquelle", "Fuente de tráfico", "Origem do tráfego"),
        *("Source de trafic", "Sorgente di traffico", "Trafikkälla", "Источник трафика", "トラフィック ソース"),
    ),
    "age": (
        *("Viewer age", "Alter der Zuschauer", "Zuschaueralter", "Edad de los espectadores", "Edad del espectador"),
        *("Idade do espectador", "Âge du spectateur", "Età spettatore", "視聴者の年齢"),
    ),
    "gender": (
        *("Viewer gender", "Geschlecht der Zuschauer", "Género del espectador", "Sexo de los espectadores"),
        *("Gênero do espectador", "Sexe du spectateur", "Genere spettatore", "視聴者の性別"),
    ),
    "device": ("Device type", "Gerätetyp", "Tipo de dispositivo", "Type d'appareil", "Tipo di dispositivo"),
    "operating system": ("Operating system", "Betriebssystem", "Sistema operativo", "Sistema operacional"),
    "content type": (
        *("Content type", "Inhaltstyp", "Tipo de contenido", "Tipo de conteúdo", "Type de contenu"),
        "Tipo di contenuti",
    ),
    "playback location": (
        *("Playback location", "Wiedergabeort", "Ubicación de reproducción", "Local de reprodução"),
        "Lieu de lecture",
    ),
    "subscription source": ("Subscription source", "Aboquelle", "Fuente de la suscripción", "Origem da inscrição"),
    "new and returning viewers": ("New and returning viewers", "Neue und wiederkehrende Zuschauer"),
    "youtube product": ("YouTube product", "YouTube-Produkt", "Producto de YouTube", "Produto do YouTube"),
    "subtitles and cc": ("Subtitles and CC", "Untertitel", "Subtítulos", "Legendas e closed captions"),
    "translation use": ("Translation use",),
    "sharing service": ("Sharing service", "Dienst zum Teilen", "Servicio para compartir"),
    "end screen element type": ("End screen element type",),
    "subscription": ("Subscription status", "Abostatus", "Estado de la suscripción", "Status da inscrição"),
    "video": VIDEO,
}
_EVERYWHERE = frozenset(
    column_key(name)
    for name in (
        *("País", "Land", "Pays", "Paese", "Geografia", "City", "Operating system", "Untertitel", "Subtítulos"),
        *DIMENSIONS["operating system"],
    )
)
PART_TITLES = ("Source title", "City name", "Nome da cidade", "Playlist title", "Name", *TITLE)
"""Columns with a readable name of what the first column tells by an id."""


_DIMENSION_OF = {column_key(name): word for word, names in DIMENSIONS.items() for name in names}
_NUMBERS = frozenset(
    column_key(name)
    for names in (*COUNTS.values(), UNFOLLOWS, NET_FOLLOWS, WATCHED, AVERAGE, SHARE, RATES, OTHERS)
    for name in names
)
_REVENUE = frozenset(column_key(name) for name in REVENUE)
_ENGLISH = {
    column_key(name): column_key(names[0])
    for names in (*COUNTS.values(), UNFOLLOWS, NET_FOLLOWS, WATCHED, SHARE)
    for name in names
}
_CURRENCY = len("eur)")
_ONLY_HERE = frozenset(column_key(name) for names in (WATCHED, AVERAGE, SHARE, RATES) for name in names)


def dimension(name: str) -> str:
    """What a column breaks a table down by: a word of `DIMENSIONS`, or its own name."""
    return _DIMENSION_OF.get(column_key(name), column_key(name))


def plain_key(key: str) -> str:
    """A column by its name in English where it is known, so that totals are the same in each language."""
    return _ENGLISH.get(key, key)


def number_columns(header: Header) -> frozenset[int]:
    """The places of columns with numbers that this export is known to have."""
    return frozenset(place for place, key in enumerate(header.keys) if key in _NUMBERS or _is_revenue(key))


def has_unit(name: str) -> bool:
    """Whether a column's name ends with a unit or a currency, as those of numbers do: `RPM (EUR)`."""
    return name.endswith(")")


def _is_revenue(key: str) -> bool:
    name, mark, currency = key.rpartition(" (")
    return bool(mark) and len(currency) == _CURRENCY and name in _REVENUE


def is_dimension(name: str) -> bool:
    """Whether a column is one by which YouTube alone breaks tables down."""
    return column_key(name) in _DIMENSION_OF and column_key(name) not in _EVERYWHERE


def is_certain(header: Header) -> bool:
    """Whether the header has a column that no other export has."""
    return not _ONLY_HERE.isdisjoint(header.keys) or any(map(_is_revenue, header.keys))
