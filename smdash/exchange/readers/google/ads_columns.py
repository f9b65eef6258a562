"""What the columns of Google Ads reports are called, in the languages of accounts."""

from __future__ import annotations

from smdash.exchange.readers.ads.columns import Words, bare

# English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Czech, Swedish, Danish, Norwegian, Finnish,
# Hungarian, Romanian, Turkish, Indonesian, Ukrainian, Russian and Japanese, as far as they differ.
WORDS: Words = {
    "campaign": (
        "Campaign", "Campaign name", "Kampagne", "Campagne", "Nom de la campagne", "Campaña", "Nombre de la campaña",
        "Campanha", "Nome da campanha", "Campagna", "Nome campagna", "Kampania", "Kampaň", "Kampanj", "Kampanje",
        "Kampanja", "Kampány", "Campanie", "Kampanya", "Kampanye", "Кампанія", "Кампания", "キャンペーン",
    ),
    "ad group": (
        "Ad group", "Ad group name", "Anzeigengruppe", "Groupe d'annonces", "Grupo de anuncios", "Grupo de anúncios",
        "Gruppo di annunci", "Advertentiegroep", "Grupa reklam", "Reklamní sestava", "Annonsgrupp", "Annoncegruppe",
        "Annonsegruppe", "Mainosryhmä", "Hirdetéscsoport", "Reklam grubu", "Grup iklan", "Група оголошень",
        "Группа объявлений", "広告グループ",
    ),
    "status": (
        "Campaign status", "Campaign state", "Kampagnenstatus", "État de la campagne", "Estado de la campaña",
        "Status da campanha", "Estado da campanha", "Stato campagna", "Stato della campagna", "Campagnestatus",
        "Stan kampanii", "Kampanjstatus", "Kampagnestatus", "Kampanya durumu", "Статус кампании", "Стан кампанії",
        "キャンペーンのステータス", "Campaign type", "Kampagnentyp", "Type de campagne", "Tipo de campaña",
        "Tipo de campanha", "Tipo di campagna", "Campagnetype", "Budget name", "Budget type", "Campaign ID",
    ),
    "day": (
        "Day", "Date", "Tag", "Jour", "Día", "Dia", "Giorno", "Dag", "Dzień", "Den", "Päivä", "Nap", "Zi", "Gün",
        "Hari", "День", "日",
    ),
    "week": (
        "Week", "Week (Mon - Sun)", "Woche", "Semaine", "Semana", "Settimana", "Tydzień", "Týden", "Vecka", "Uge",
        "Uke", "Hafta", "Тиждень", "Неделя", "週",
    ),
    "month": (
        "Month", "Monat", "Mois", "Mes", "Mês", "Mese", "Maand", "Miesiąc", "Měsíc", "Månad", "Måned", "Ay", "Місяць",
        "Месяц", "月",
    ),
    "quarter": ("Quarter", "Quartal", "Trimestre", "Kwartaal", "Kwartał", "Kvartal", "Квартал", "四半期"),
    "year": ("Year", "Jahr", "Année", "Año", "Ano", "Anno", "Jaar", "Rok", "År", "Yıl", "Рік", "Год", "年"),
    "spend": (
        "Cost", "Kosten", "Coût", "Coste", "Costo", "Custo", "Koszt", "Cena", "Kostnad", "Omkostninger",
        "Omkostning", "Kustannus", "Költség", "Maliyet", "Biaya", "Витрати", "Вартість", "Стоимость", "Расходы",
        "費用",
    ),
    "currency": (
        "Currency code", "Currency", "Währungscode", "Code de devise", "Code de la devise", "Code devise",
        "Código de moneda", "Código de la moneda", "Código de divisa", "Código da moeda", "Código de moeda",
        "Codice valuta", "Codice della valuta", "Valutacode", "Kod waluty", "Kód měny", "Valutakod", "Valutakode",
        "Valuuttakoodi", "Pénznem kódja", "Pénznemkód", "Para birimi kodu", "Kode mata uang", "Код валюти",
        "Код валюты", "通貨コード",
    ),
    "impressions": (
        "Impr.", "Impressions", "Impressionen", "Impresiones", "Impressões", "Impressioni", "Vertoningen", "Vert.",
        "Wyświetlenia", "Wyśw.", "Zobrazení", "Zobr.", "Exponeringar", "Exp.", "Eksponeringer", "Eksp.", "Visninger",
        "Visn.", "Näyttökerrat", "Megjelenések", "Afișări", "Gösterimler", "Göst.", "Gösterim", "Tayangan", "Покази",
        "Показы", "表示回数",
    ),
    "clicks": (
        "Clicks", "Klicks", "Clics", "Cliques", "Clic", "Klikken", "Kliknięcia", "Kliknutí", "Prokliky", "Klick",
        "Klik", "Klikk", "Klikkaukset", "Kattintások", "Clicuri", "Tıklamalar", "Tıklama sayısı", "Кліки", "Клики",
        "クリック数",
    ),
    "results": (
        "Conversions", "Conv.", "Konversionen", "Conversiones", "Conversões", "Conversioni", "Conversies", "Konwersje",
        "Konverze", "Konverteringar", "Konv.", "Konverteringer", "Konversiot", "Konverziók", "Conversii",
        "Dönüşümler", "Konversi", "Конверсії", "Конверсии", "コンバージョン",
    ),
}  # fmt: skip

_PARTS = (
    "search term", "search keyword", "keyword", "keyword status", "match type", "asset", "asset type", "age", "gender",
    "landing page", "ad", "ad name", "headline 1", "final url", "product title", "location", "matched location",
    "targeted location", "audience", "audience segment", "topic", "placement",
    "suchbegriff", "suchkeyword", "alter", "geschlecht", "landingpage", "anzeige", "finale url", "standort",
    "terme de recherche", "mot clé", "mot clé pour le réseau de recherche", "âge", "sexe", "page de destination",
    "annonce", "url finale", "zone géographique",
    "término de búsqueda", "palabra clave", "palabra clave de la red de búsqueda", "edad", "sexo", "género",
    "página de destino", "anuncio", "url final", "ubicación",
    "termo de pesquisa", "palavra-chave", "palavra-chave da rede de pesquisa", "idade", "gênero", "anúncio",
    "termine di ricerca", "parola chiave", "parola chiave della rete di ricerca", "età", "genere", "sesso",
    "pagina di destinazione", "annuncio", "località",
    "zoekterm", "zoekwoord", "leeftijd", "geslacht", "bestemmingspagina", "advertentie", "locatie",
)  # fmt: skip
PARTS = frozenset(bare(name) for name in _PARTS)
"""The columns of reports whose rows are parts of what a campaign spent, and not all of it."""

OTHER_PLATFORMS = frozenset({"clicks (destination)", "ctr (destination)", "cpc (destination)", "primary status"})
"""Columns of reports that are much alike, of TikTok Ads Manager."""
