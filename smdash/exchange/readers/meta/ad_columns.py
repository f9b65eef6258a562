"""What the columns of Meta's ad reports are called, in the languages of Ads Manager."""

from __future__ import annotations

# Columns by which a report breaks each object down. A part is always named, if only as `unknown`.
PARTS = frozenset({
    "age", "alter", "edad", "idade", "eta", "leeftijd", "gender", "geschlecht", "genre", "sexe", "sexo", "genero",
    "genere", "geslacht", "age and gender", "country", "land", "pays", "pais", "paese", "region", "regiao", "regione",
    "regio", "dma region", "platform", "plattform", "plateforme", "plate-forme", "plataforma",
    "piattaforma", "placement", "platzierung", "ubicacion", "posicionamento", "posizionamento", "plaatsing",
    "platform position", "device platform", "gerateplattform", "impression device", "impressionsgerat",
    "time of day (ad account time zone)", "time of day (viewer's time zone)", "media type",
})  # fmt: skip

WORDS = {
    "campaign": (
        "Campaign name", "Kampagnenname", "Name der Kampagne", "Nom de la campagne", "Nombre de la campaña",
        "Nome da campanha", "Nome della campagna", "Campagnenaam", "Nazwa kampanii", "Назва кампанії",
        "Название кампании", "Kampanya adı", "Naam campagne", "Naam van campagne", "Kampanjnamn", "Kampagnenavn",
        "اسم الحملة",
    ),
    "ad set": (
        "Ad set name", "Adset name", "Name der Anzeigengruppe", "Anzeigengruppenname",
        "Nom de l'ensemble de publicités", "Nombre del conjunto de anuncios", "Nome do conjunto de anúncios",
        "Nome del gruppo di inserzioni", "Nom de l'ensemble de pubs", "Advertentiesetnaam", "Naam van advertentieset",
        "Reklam seti adı", "Annonsuppsättningens namn", "Annoncesætnavn", "Naam advertentieset", "Nazwa zestawu reklam",
        "Назва групи реклами", "Назва групи оголошень", "Название группы объявлений", "اسم مجموعة الإعلانات",
    ),
    "ad": (
        "Ad name", "Advertentienaam", "Naam van advertentie", "Reklam adı", "Annonsens namn", "Annoncenavn",
        "Anzeigenname", "Name der Anzeige", "Nom de la publicité", "Nombre del anuncio", "Nome do anúncio",
        "Nome dell'inserzione", "Naam advertentie", "Nazwa reklamy", "Назва реклами", "Назва оголошення",
        "Название объявления", "اسم الإعلان", "Ads",
    ),
    "account": (
        "Account name", "Name des Kontos", "Nom du compte", "Nombre de la cuenta", "Nome da conta", "Kontoname",
        "Nome dell'account", "Accountnaam",
    ),
    "day": ("Day", "Tag", "Jour", "Día", "Dia", "Giorno", "Dag", "Dzień", "Gün", "День", "اليوم"),
    "week": ("Week", "Woche", "Semaine", "Semana", "Settimana", "Тиждень", "Неделя"),
    "month": ("Month", "Monat", "Mois", "Mes", "Mês", "Mese", "Місяць", "Месяц"),
    "start": (
        "Reporting starts", "Auswertungsstart", "Berichtsstart", "Début des rapports", "Début du rapport",
        "Inicio del informe", "Início dos relatórios", "Início do relatório", "Inizio dei report", "Inizio del report",
        "Begin rapportage", "Start rapportage", "Start van rapportage", "Raporlama başlangıcı", "Rapporteringsstart",
        "Początek raportowania", "Початок звітності", "Дата початку звіту", "Начало отчетности",
        "Дата начала отчетности", "بداية التقارير",
    ),
    "end": (
        "Reporting ends", "Auswertungsende", "Berichtsende", "Fin des rapports", "Fin du rapport", "Fin del informe",
        "Término dos relatórios", "Encerramento dos relatórios", "Fim dos relatórios", "Fine dei report",
        "Fine del report", "Einde rapportage", "Einde van rapportage", "Raporlama sonu", "Raporlama bitişi",
        "Rapporteringsslut", "Koniec raportowania", "Кінець звітності", "Дата завершення звіту", "Окончание отчетности",
        "Дата окончания отчетности", "نهاية التقارير",
    ),
    "spend": (
        "Amount spent", "Ausgegebener Betrag", "Montant dépensé", "Importe gastado", "Cantidad gastada", "Valor usado",
        "Valor gasto", "Montante gasto", "Importo speso", "Besteed bedrag", "Spenderat belopp", "Beløb brugt",
        "Wydana kwota", "Витрачена сума", "Сума витрат", "Потраченная сумма", "Сумма затрат", "Harcanan Tutar",
        "المبلغ الذي تم إنفاقه",
    ),
    "currency": ("Currency", "Währung", "Devise", "Divisa", "Moneda", "Moeda", "Valuta", "Валюта"),
    "impressions": (
        "Impressions", "Impressionen", "Impresiones", "Impressões", "Impressioni", "Impression", "Weergaven",
        "Vertoningen", "Exponeringar", "Eksponeringer", "Wyświetlenia", "Покази", "Показы", "Gösterim", "مرات الظهور",
    ),
    "reach": (
        "Reach", "Reichweite", "Portée", "Couverture", "Alcance", "Copertura", "Bereik", "Erişim", "Räckvidd",
        "Rækkevidde", "Охоплення", "Охват",
    ),
    "clicks": (
        "Link clicks", "Klikken op links", "Klikken op link", "Linkklikken", "Linkkliks", "Link-kliks",
        "Clics en enlaces", "Bağlantı tıklamaları", "Länkklick", "Linkklik", "Link-Klicks", "Linkklicks",
        "Clics sur un lien", "Clics sur le lien", "Clics en el enlace", "Cliques no link", "Clic sul link",
        "Кліки посилання", "Клики по ссылке",
    ),
    "all clicks": (
        "Clicks (all)", "Clicks", "Klicks (alle)", "Clics (tous)", "Clics (todos)", "Cliques (todos)", "Clic (tutti)",
        "Klikken (alle)", "Tıklamalar (tümü)", "Кліки (усі)", "Клики (все)",
    ),
    "results": (
        "Results", "Result", "Ergebnisse", "Résultats", "Resultados", "Risultati", "Resultaten", "Sonuçlar",
        "Resultater", "Результати", "Результаты",
    ),
    "result kind": (
        "Result indicator", "Result type", "Results type", "Ergebnisindikator", "Ergebnistyp", "Type de résultat",
        "Indicateur de résultats", "Indicador de resultados", "Indicador de resultado", "Tipo de resultado",
        "Indicatore del risultato", "Indicatore di risultato", "Indicatore dei risultati",
        "Indicador de los resultados", "Indicateur de résultat", "Tipo di risultato", "Resultatenindicator",
        "Resultaatindicator", "Resultaattype", "Type resultaat", "Sonuç göstergesi", "Sonuç türü",
        "Індикатор результату", "Индикатор результата",
    ),
}  # fmt: skip
