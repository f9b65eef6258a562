"""What the columns of a table of hours are called, in the languages that people and trackers write them."""

from __future__ import annotations

CALLED: dict[str, tuple[str, ...]] = {
    "day": ("date", "day", "work day", "work date", "date worked", "datum", "tag", "jour", "fecha", "día", "data",
            "dia", "giorno", "dag"),
    "person": ("person", "full name", "user", "employee", "member", "team member", "staff", "who", "name",
               "mitarbeiter", "mitarbeiterin", "benutzer", "personne", "collaborateur", "utilisateur", "employé", "nom",
               "persona", "usuario", "empleado", "nombre", "pessoa", "usuário", "utilizador", "funcionário", "nome",
               "utente", "dipendente", "medewerker", "gebruiker", "naam", "author", "username"),
    "first": ("first name", "vorname", "prénom", "primeiro nome", "voornaam"),
    "last": ("last name", "surname", "nachname", "nom de famille", "apellidos", "apellido", "sobrenome", "apelido",
             "cognome", "achternaam"),
    "project": ("campaign", "project", "project name", "kampagne", "projekt", "campagne", "projet", "campaña",
                "proyecto", "campanha", "projeto", "campagna", "progetto", "job"),
    "channel": ("channel", "kanal", "canal", "canale", "kanaal"),
    "activity": ("activity", "activity type", "task", "work type", "type", "category", "issue", "ticket",
                 "tätigkeit", "aufgabe", "leistung", "activité",
                 "tâche", "actividad", "tarea", "atividade", "tarefa", "attività", "compito", "activiteit", "taak"),
    "note": ("note", "notes", "description", "work description", "comment", "comments", "remark", "details",
             "time entry", "notiz", "beschreibung", "bemerkung", "kommentar", "anmerkung", "commentaire", "remarque",
             "descripción", "notas", "nota", "comentario", "descrição", "comentário", "observação", "descrizione",
             "commento", "opmerking", "omschrijving", "beschrijving"),
    "tags": ("tags", "labels", "schlagworte", "étiquettes", "etiquetas", "etichette"),
    "seconds": ("seconds", "duration (seconds)", "time spent (seconds)"),
    "minutes": ("minutes", "mins", "duration (minutes)", "duration minutes", "minuten", "minutos", "minuti"),
    "hours": ("hours", "hours worked", "total hours", "actual hours", "hours spent", "logged hours",
              "duration", "time spent", "duration (hours)", "duration (h)", "time (h)",
              "time (decimal)", "duration (decimal)", "stunden", "dauer", "heures", "durée", "horas", "duración",
              "duração", "ore", "durata", "uren", "duur"),
    "start": ("start", "start time", "started", "from", "begin", "von", "beginn", "startzeit", "début",
              "heure de début", "inicio", "hora de inicio", "início", "hora de início", "inizio", "ora di inizio",
              "starttijd", "begintijd", "van"),
    "end": ("end", "end time", "ended", "to", "until", "stop", "finish", "bis", "ende", "endzeit", "fin",
            "heure de fin", "hora de fin", "fim", "hora de fim", "hora de término", "fine", "ora di fine", "einde",
            "eindtijd", "tot"),
    "break": ("break", "breaks", "break time", "pause", "pausen", "pausa", "descanso", "intervalo", "pauze"),
    "zone": ("zone", "time zone", "timezone"),
}  # fmt: skip
"""Of a plain table, whatever wrote it."""

KIMAI: dict[str, tuple[str, ...]] = {
    "day": ("Date", "Datum", "Fecha", "Data"),
    "start": ("From", "Begin", "Von", "Beginn", "De", "Da", "Van"),
    "end": ("To", "End", "Bis", "Ende", "À", "Para", "A", "Tot"),
    "hours": ("Duration", "Dauer", "Durée", "Duración", "Durata", "Duur", "Duração"),
    "person": ("Name", "Nom", "Nombre", "Nome", "Naam", "User", "Username", "Benutzer", "Utilisateur", "Usuario",
               "Utente", "Gebruiker", "Usuário"),
    "client": ("Customer", "Kunde", "Client", "Cliente", "Klant"),
    "project": ("Project", "Projekt", "Projet", "Proyecto", "Progetto", "Projeto"),
    "activity": ("Activity", "Tätigkeit", "Activité", "Actividad", "Attività", "Activiteit", "Atividade"),
    "note": ("Description", "Beschreibung", "Descripción", "Descrizione", "Beschrijving", "Omschrijving", "Descrição"),
    "tags": ("Tags", "Schlagworte", "Schlagwörter", "Étiquettes", "Etiquetas", "Etichette"),
}  # fmt: skip
"""Of an export of Kimai: a person is called by name where the export has the name of the account as well."""

KIMAI_LIST: dict[str, tuple[str, ...]] = {
    "start": ("begin",),
    "end": ("end",),
    "seconds": ("duration",),
    "person": ("user",),
    "project": ("project",),
    "activity": ("activity",),
    "note": ("description",),
    "tags": ("tags",),
    "id": ("id",),
}
"""Of the list of times that Kimai's interface for programs gives."""
