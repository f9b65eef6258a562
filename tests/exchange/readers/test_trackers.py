"""What reports of Toggl and Clockify look like by account, language and choice of columns: the same entries in each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from smdash.errors import Refused
from smdash.exchange.read import Understood, read_bytes
from smdash.exchange.records.base import EntryRecord, PlatformTotal, RowFault
from tests.workbooks import workbook

Read = Callable[..., Understood]
TODAY = date(2026, 11, 22)
START, END = datetime(2026, 3, 14, 9), datetime(2026, 3, 14, 10, 30)


def entries(understood: Understood) -> list[EntryRecord]:
    found = list(understood.stream())
    assert [one for one in found if isinstance(one, RowFault)] == []
    return [one for one in found if isinstance(one, EntryRecord)]


def faults(understood: Understood) -> list[str]:
    return [str(one) for one in understood.stream() if isinstance(one, RowFault)]


def said(one: EntryRecord) -> tuple[object, ...]:
    return one.person, one.project, one.activity, one.note, one.tags, one.start, one.end, one.seconds


ENGLISH = "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,"
CLOCKIFY = {
    "en": f"{ENGLISH}Duration (h),Duration (decimal),Billable Rate (EUR),Billable Amount (EUR)",
    "de": "Projekt,Kunde,Beschreibung,Aufgabe,Benutzer,Gruppe,Email,Tags,Abrechenbar,Startdatum,Startzeit,Enddatum,"
    "Endzeit,Dauer (h),Dauer (dezimal),Abrechenbarer Tarif (EUR),Rechnungsbetrag (EUR)",
    "fr": "Projet,Client,Description,Tâche,Utilisateur,Groupe,Email,Étiquettes,Facturable,Date de début,"
    "Heure de début,Date de fin,Heure de fin,Durée (h),Durée (décimal),Taux facturable (EUR),Montant facturable (EUR)",
    "es": "Proyecto,Cliente,Descripción,Tarea,Usuario,Grupo,Correo electrónico,Etiquetas,Facturable,Fecha de inicio,"
    "Hora de inicio,Fecha de finalización,Hora de finalización,Duración (h),Duración (decimal),Tarifa (EUR),"
    "Importe (EUR)",
    "pt": "Projeto,Cliente,Descrição,Tarefa,Usuário,Grupo,E-mail,Etiquetas,Faturável,Data de início,Hora de início,"
    "Data de término,Hora de término,Duração (h),Duração (decimal),Taxa faturável (EUR),Valor faturável (EUR)",
    "pt-PT": "Projeto,Cliente,Descrição,Tarefa,Do utilizador,Grupo,Email,Etiqueta,Faturável,Data de início,"
    "Hora de início,Data final,Hora de término,Duração (h),Duração (decimal),Taxa Faturável (EUR),"
    "Valor Faturável (EUR)",
    "it": "Progetto,Cliente,Descrizione,Compito,Utente,Gruppo,Email,Tag,Fatturabile,Data di inizio,Ora di inizio,"
    "Data di fine,Ora di fine,Durata (h),Durata (decimale),Tariffa (EUR),Importo (EUR)",
    "nl": "Project,Klant,Beschrijving,Taak,Gebruiker,Groep,E-mail,Tags,Factureerbaar,Startdatum,Starttijd,Einddatum,"
    "Eindtijd,Duur (h),Duur (decimaal),Tarief (EUR),Bedrag (EUR)",
}
CELLS = "Spring,Guild,Reels,Writing,Ana Duarte,,ana@example.org,live,{yes},14/03/2026,09:00:00,14/03/2026,10:30:00,"


@pytest.mark.parametrize("language", CLOCKIFY)
def test_clockify_in_each_language_gives_the_same_entry(read_text: Read, language: str) -> None:
    english = f"{CLOCKIFY['en']}\n{CELLS.format(yes='Yes')}01:30:00,1.50,50,75\n"
    other = f"{CLOCKIFY[language]}\n{CELLS.format(yes='Ja')}01:30:00,1.50,50,75\n"
    understood = read_text(other)
    (found,) = entries(understood)
    assert understood.format == "clockify-detailed"
    assert said(found) == ("Ana Duarte", "Spring", "Writing", "Reels", ("live",), START, END, 5400)
    assert found.external_key == entries(read_text(english))[0].external_key
    assert {"Guild", "Ja"} <= set(found.raw.values())


def test_clockify_saved_by_a_spreadsheet_in_windows_encoding(read_text: Read) -> None:
    cells = CELLS.format(yes="Não").replace("14/03/2026,10:30:00", ",")
    written = f"{CLOCKIFY['pt']}\n{CELLS.format(yes='Sim')}01:30:00,1|50,50|00,75|00\n{cells}02:00:00,2|00,0,0\n"
    content = written.replace(",", ";").replace("|", ",").encode("cp1252")
    whole, endless = entries(read_bytes("export.csv", content, today=TODAY))
    assert (whole.seconds, whole.start, whole.end) == (5400, START, END)
    assert (endless.seconds, endless.start, endless.end) == (7200, START, None)


def test_clockify_with_columns_hidden_and_durations_of_decimals_only(read_text: Read) -> None:
    header = "Project,Description,Task,User,Start Date,Start Time,End Date,End Time"
    row = "Spring,Reels,Writing,Ana Duarte,03/14/2026,09:00 AM,03/14/2026,09:20 AM"
    (bare,) = entries(read_text(f"{header}\n{row}\n"))
    (decimal,) = entries(read_text(f"{header},Duration (decimal)\n{row},0.33\n"))
    (clock,) = entries(read_text(f"{header},Duration (h),Email,Billable\n{row},00:20:00,ana@example.org,Yes\n"))
    assert [one.seconds for one in (bare, decimal, clock)] == [1200, 1200, 1200]
    assert len({one.external_key for one in (bare, decimal, clock)}) == 1


def test_rows_of_sums_are_totals(read_text: Read) -> None:
    header = f"{CLOCKIFY['en']}\n"
    row = CELLS.format(yes="Yes") + "01:30:00,1.50,50,75\n"
    for total, seconds in (
        ("Total,,,,,,,,,,,,,1200:30:00,1200.50,,\n", 4_321_800),
        (",,,,,,,,,,,,,1:30,1.50,,75\n", 5400),
    ):
        found = list(read_text(header + row + total).stream())
        assert isinstance(found[1], PlatformTotal)
        assert (found[1].label, found[1].line, found[1].metrics["seconds"].value) == ("Total", 3, seconds)
    assert faults(read_text(header + row + ",,,,,,,,,,,,,1:00,1.00,,\n")) == ["line 3: Start Date “” is blank"]
    assert faults(read_text(header + row + "Spring,,,,,,,,,,,,,1:30:00,1.50,,\n")) == ["line 3: Start Date “” is blank"]


TOGGL = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags"


@pytest.mark.parametrize(
    "times",
    [
        "2026-03-14,09:00:00,2026-03-14,10:30:00,01:30:00",
        "03/14/2026,9:00 AM,03/14/2026,10:30 AM,1:30:00",
        "14.03.2026,09:00,14.03.2026,10:30,90:00 min",
        "14-03-2026,09:00,14-03-2026,10:30,1.50 h",
        "2026-03-14,09:00:00,2026-03-14,10:30:00,1h 30m",
    ],
)
def test_toggl_as_an_account_writes_days_clocks_and_durations(read_text: Read, times: str) -> None:
    (found,) = entries(read_text(f"{TOGGL}\nAna Duarte,a@example.org,,Spring,Writing,Reels,No,{times},live\n"))
    (usual,) = entries(
        read_text(
            "Description,Member,Project,Task,Tags,Start date,Start time,Stop date,Stop time,Duration\n"
            "Reels,Ana Duarte,Spring,Writing,live,2026-03-14,09:00:00,2026-03-14,10:30:00,1:30:00\n"
        )
    )
    assert said(found) == ("Ana Duarte", "Spring", "Writing", "Reels", ("live",), START, END, 5400)
    assert found.external_key == usual.external_key


@pytest.mark.parametrize(
    ("end", "printed", "seconds"),
    [("09:47:06", "47:06 min", 2826), ("09:00:12", "12 sec", 12), ("09:52:00", "01:00:00", 3600), ("09:00:00", "", 0)],
)
def test_toggl_durations_that_are_short_or_rounded(read_text: Read, end: str, printed: str, seconds: int) -> None:
    row = f"Ana,,,Spring,,,No,2026-03-14,09:00:00,2026-03-14,{end},{printed},"
    assert [one.seconds for one in entries(read_text(f"{TOGGL}\n{row}\n"))] == [seconds]


def test_toggl_that_still_runs_counts_no_time(read_text: Read) -> None:
    (found,) = entries(read_text(f"{TOGGL}\nAna,,,Spring,,,No,2026-03-14,09:00:00,,,,\n"))
    assert (found.seconds, found.end) == (0, None)


def test_toggl_with_the_columns_a_person_chose(read_text: Read) -> None:
    header = "Description,Email,Start date,Start time,Duration\n"
    understood = read_text(f"{header}Reels,ana@example.org,2026-03-14,09:00:00,1:30:00\n")
    assert understood.format == "toggl-detailed"
    assert said(entries(understood)[0]) == ("ana@example.org", "", "", "Reels", (), START, None, 5400)
    (own,) = entries(read_text("Project,Start date,Start time,Duration\nSpring,2026-03-14,09:00:00,1:30:00\n"))
    assert (own.person, own.project) == ("", "Spring")


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (
            "Project,Client,Title,Duration",
            "Toggl Track detailed report: no column Start date, Start time; a summary has",
        ),
        (
            "Project,Client,Time (h),Time (decimal)",
            "Clockify detailed report: no column Start Date, Start Time; a summ",
        ),
    ],
)
def test_a_summary_is_refused_with_what_to_export(read_text: Read, header: str, told: str) -> None:
    with pytest.raises(Refused) as fault:
        read_text(f"{header}\nSpring,Guild,1:00,1:00\n")
    assert fault.value.hint.startswith(told)
    assert "export the detailed report" in fault.value.hint


def test_clockify_as_a_workbook_with_typed_cells() -> None:
    header = CLOCKIFY["en"].split(",")
    row = ["Spring", "Guild", "Reels", "Writing", "Ana Duarte", "", "ana@example.org", "live", "Yes"]
    times = [date(2026, 3, 14), "09:00:00", date(2026, 3, 14), "10:30:00", "01:30:00", 1.5, 50, 75]
    content = workbook({"Detailed Report": [header, [*row, *times]]})
    (found,) = entries(read_bytes("report.xlsx", content, today=TODAY))
    assert said(found) == ("Ana Duarte", "Spring", "Writing", "Reels", ("live",), START, END, 5400)
