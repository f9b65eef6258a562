"""Clockify, detailed report as CSV.

All cells are quoted; dates are month or day first, clocks have 12 or 24 hours, with seconds or without, as the
workspace is set. A workspace may call tasks activities. The column of decimal hours may be 0.00 where the other one is
not. A report of one's own time has no user. Entries without any time are exported, too. Headers are in the language of
the person.
"""

from __future__ import annotations

from smdash.exchange.readers.hours.clock_report import ClockReport

CALLED = {
    "person": ("User", "Member", "Benutzer", "Utilisateur", "Usuario", "Usuário", "Do utilizador", "Utilizador",
               "Utente", "Gebruiker", "Пользователь"),
    "email": ("Email", "E-Mail", "Correo electrónico", "Correo", "Courriel", "E-mailadres"),
    "client": ("Client", "Kunde", "Cliente", "Klant", "Клиент"),
    "project": ("Project", "Projekt", "Projet", "Proyecto", "Projeto", "Progetto", "Проект"),
    "task": ("Task", "Activity", "Aufgabe", "Tätigkeit", "Tâche", "Tarea", "Actividad", "Tarefa", "Atividade",
             "Compito", "Attività", "Taak", "Activiteit", "Задача"),
    "note": ("Description", "Beschreibung", "Descripción", "Descrição", "Descrizione", "Beschrijving", "Omschrijving",
             "Описание"),
    "billable": ("Billable", "Abrechenbar", "Facturable", "Faturável", "Fatturabile", "Factureerbaar"),
    "start_day": ("Start Date", "Startdatum", "Date de début", "Fecha de inicio", "Fecha inicio", "Data de início",
                  "Data inicial", "Data di inizio", "Data inizio", "Begindatum", "Дата начала"),
    "start_time": ("Start Time", "Startzeit", "Heure de début", "Hora de inicio", "Hora inicio", "Hora de início",
                   "Hora inicial", "Ora di inizio", "Ora inizio", "Starttijd", "Begintijd", "Время начала"),
    "end_day": ("End Date", "Enddatum", "Date de fin", "Fecha de finalización", "Fecha de fin", "Fecha fin",
                "Fecha final", "Data de término", "Data final", "Data de fim", "Data di fine", "Data fine", "Einddatum",
                "Дата окончания"),
    "end_time": ("End Time", "Endzeit", "Heure de fin", "Hora de finalización", "Hora de fin", "Hora fin", "Hora final",
                 "Hora de término", "Hora de fim", "Ora di fine", "Ora fine", "Eindtijd", "Время окончания"),
    "duration": ("Duration (h)", "Time (h)", "Dauer (h)", "Durée (h)", "Duración (h)", "Duração (h)", "Durata (h)",
                 "Duur (u)", "Duur (h)", "Продолжительность (ч)"),
    "hours": ("Duration (decimal)", "Time (decimal)", "Dauer (dezimal)", "Dauer (Dezimalzahl)", "Durée (décimal)",
              "Durée (décimale)", "Duración (decimal)", "Duração (decimal)", "Durata (decimale)", "Durata (decimali)",
              "Duur (decimaal)"),
    "tags": ("Tags", "Tag", "Schlagwörter", "Étiquettes", "Étiquette", "Etiquetas", "Etiqueta", "Etichette", "Labels",
             "Теги"),
}  # fmt: skip
"""What its columns are called in the languages that a workspace may have."""

CLOCKIFY = ClockReport(
    name="clockify-detailed",
    title="Clockify detailed report",
    source="clockify",
    called=CALLED,
    needed=("start_day", "start_time"),
    any_of=("project",),
    rounding=60,
)
