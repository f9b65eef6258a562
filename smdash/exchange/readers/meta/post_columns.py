"""What the columns of Meta Business Suite's export of posts are called: old and new names, and other languages."""

from __future__ import annotations

POST_ID = (
    *("Post ID", "Video asset ID", "Beitrags-ID", "Identificador de la publicación", "Identificador de publicación"),
    *("Identificação do post", "Identificação da publicação", "Identifiant de publication"),
    *("Identifiant de la publication", "ID de publication", "ID de la publication", "ID du post"),
    *("ID del post", "Publicerings-id"),
    *("Inläggs-ID", "Bericht-ID", "Identyfikator posta", "ID публикации", "投稿ID"),
)
TIME = (
    *("Publish time", "Veröffentlichungszeit", "Veröffentlichungszeitpunkt", "Hora de publicación"),
    *("Zeitpunkt der Veröffentlichung", "Hora da publicação", "Hora de la publicación", "Heure de la publication"),
    *("Horário de publicação", "Heure de publication", "Ora di pubblicazione", "Publiceringstid", "Publicatietijd"),
    *("Czas publikacji", "Время публикации", "公開日時"),
)
MONTH_FIRST_TIME = ("Publish time", "Horário de publicação")
"""Those of which files are known that print the month first, whatever is usual in the language."""
PERMALINK = (
    *("Permalink", "Permanentlink", "Enlace permanente", "Link permanente", "Permalien", "Lien permanent", "Permalänk"),
    *("Enlace permanente de la publicación", "Ligação permanente"),
    *("Permanente link", "Link stały", "Постоянная ссылка", "パーマリンク"),
)
POST_TYPE = (
    *("Post type", "Beitragstyp", "Art des Beitrags", "Tipo de publicación", "Tipo de post", "Type de publication"),
    *("Beitragsart", "Tipo de publicação", "Tipo de la publicación", "Type de la publication", "Type de post"),
    *("Tipo del post", "Type bericht"),
    *("Tipo di post", "Inläggstyp", "Berichttype", "Typ posta", "Тип публикации", "投稿タイプ"),
)
TITLE = ("Title", "Titel", "Título", "Titre", "Titolo", "Titul")
DESCRIPTION = ("Description", "Beschreibung", "Descripción", "Descrição", "Descrizione", "Beskrivning", "Beschrijving")
DATE = ("Date", "Datum", "Fecha", "Data")
PAGE = (
    *("Page name", "Seitenname", "Nombre de la página", "Nome da página", "Nom de la Page", "Nome della Pagina"),
    *("Sidnamn", "Name der Seite", "Nombre de página", "Nom de la page", "Paginanaam", "Naam van pagina"),
)
PAGE_ID = (
    *("Page ID", "Seiten-ID", "Identificador de la página", "Identificação da página", "Identifiant de la Page"),
    *("ID della Pagina", "Sid-id", "ID der Seite", "Identificador de página", "ID de la página", "ID da Página"),
    *("ID de la Page", "Pagina-ID", "Pagina-id"),
)
ACCOUNT = (
    *("Account username", "Konto-Benutzername", "Benutzername des Kontos", "Nombre de usuario de la cuenta"),
    *("Nome de usuário da conta", "Nom d’utilisateur du compte", "Nome utente dell'account", "Kontots användarnamn"),
    *("Kontobenutzername", "Nom d'utilisateur du compte", "Nome utente dell’account", "Gebruikersnaam van account"),
    *("Gebruikersnaam account", "Gebruikersnaam van het account"),
    *("Account name", "Kontoname", "Nombre de la cuenta", "Nome da conta", "Nom du compte", "Nome dell'account"),
    *("Name des Kontos", "Nome dell’account", "Accountnaam", "Naam van account"),
)
ACCOUNT_ID = (
    *("Account ID", "Konto-ID", "Identificador de la cuenta", "Identificação da conta", "Identifiant du compte"),
    *("ID dell'account", "ID dell’account", "Konto-id", "ID des Kontos", "ID de la cuenta"),
    *("ID da conta", "ID du compte"),
    *("Account-ID",),
)

# People who saw a post, as it is called since Views took the place of Impressions.
VIEWERS = (
    *("Viewers", "Zuschauer", "Betrachter", "Espectadores", "Visualizadores", "Spectateurs", "Spettatori"),
    "Kijkers",
)

# Per metric its columns, the first that is there. `Reactions` is Facebook's, `Likes` Instagram's; stories have replies,
# reels plays.
METRICS = {
    "reach": (
        *("Reach", "People reached", "Accounts reached", "Reichweite", "Alcance", "Couverture", "Copertura"),
        *("Räckvidd", "Bereik", "Zasięg", "Охват", "リーチ", *VIEWERS, "IMPRESSION:UNIQUE_USERS"),
    ),
    "reactions": (
        *("Reactions", "Likes and reactions", "Likes", "Reaktionen", "„Gefällt mir“-Angaben", "Reacciones", "Me gusta"),
        *("Reações", "Curtidas", "Réactions", "J’aime", "J'aime", "Mentions J’aime", "Mentions J'aime", "Reazioni"),
        *("Mi piace", "Reaktioner"),
        *("„Gefällt mir“-Angaben und Reaktionen", "Gefällt mir", "Gefällt-mir-Angaben", "Likes und Reaktionen"),
        *("Reacties en vind-ik-leuks", "Vind-ik-leuks", "Likes en reacties", "Gostos"),
        *("Gilla-markeringar", "Реакции", "Отметки «Нравится»", "リアクション", "いいね！"),
    ),
    "comments": (
        *("Comments", "Replies", "Kommentare", "Antworten", "Comentarios", "Respuestas", "Comentários", "Respostas"),
        *("Commentaires", "Réponses", "Commenti", "Risposte", "Kommentarer", "Svar", "Opmerkingen"),
        *("Комментарии", "コメント"),
    ),
    "shares": (
        *("Shares", "Geteilte Inhalte", "Geteilt", "Veces que se compartió", "Compartidos", "Compartilhamentos"),
        *("Partages", "Condivisioni", "Delningar", "Gedeeld", "Keer gedeeld", "Partilhas", "Veces compartido"),
        *("Перепосты", "シェア"),
    ),
    "saves": (
        *("Saves", "Saved", "Gespeichert", "Guardados", "Veces que se guardó", "Salvamentos", "Enregistrements"),
        *("Gespeicherte Inhalte", "Gespeicherte Beiträge", "Elementos guardados", "Veces guardado", "Itens salvos"),
        *("Éléments enregistrés", "Elementi salvati", "Salvataggi", "Opgeslagen", "Keer opgeslagen"),
        *("Sparade", "保存数"),
    ),
    "clicks": (
        *("Total clicks", "Link clicks", "Klicks insgesamt", "Link-Klicks", "Clics totales", "Clics en el enlace"),
        *("Total de clics", "Gesamtklicks", "Clics au total", "Nombre total de clics", "Totaal aantal klikken"),
        *("Total de cliques", "Cliques no link", "Total des clics", "Clics totali", "Totalt antal klick", "Länkklick"),
    ),
    "follows": (
        *("Follows", "New followers", "Neue Follower", "Seguimientos", "Seguimentos", "Abonnements"),
        *("Nuevos seguidores", "Novos seguidores", "Nouveaux followers", "Followers en plus", "Nuovi follower"),
        *("Nieuwe volgers", "Follower acquisiti", "Follows insgesamt"),
    ),
}
VIDEO_VIEWS = (
    *("3-second video views", "Video views", "Plays"),
    *("3-Sekunden-Videoaufrufe", "Visualizações de vídeo por 3 segundos"),
    *("Visualizações do vídeo de 3 segundos", "Reproducciones de video de 3 segundos", "Wiedergaben"),
)
IMPRESSIONS = ("Impressions", "Impressionen", "Impresiones", "Impressões", "Impressioni", "Exponeringar")
VIEWS = (
    *("Views", "Aufrufe", "Visualizaciones", "Vistas", "Visualizações", "Vues", "Visualizzazioni", "Visningar"),
    *("Weergaven", "Просмотры", "ビュー"),
)
