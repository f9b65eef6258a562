"""Tables of hours under usual names, in several languages and from several trackers, and tables that hold none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from smdash.errors import Refused
from smdash.exchange.read import Understood
from smdash.exchange.records.base import EntryRecord, PlatformTotal, RowFault

Read = Callable[..., Understood]
DAY, START, END = date(2026, 3, 14), datetime(2026, 3, 14, 9), datetime(2026, 3, 14, 10, 30)


def entries(understood: Understood) -> list[EntryRecord]:
    found = list(understood.stream())
    assert [one for one in found if isinstance(one, RowFault)] == []
    return [one for one in found if isinstance(one, EntryRecord)]


def faults(understood: Understood) -> list[str]:
    return [str(one) for one in understood.stream() if isinstance(one, RowFault)]


@pytest.mark.parametrize(
    "header",
    [
        "Date;Person;Campaign;Task;Hours;Note",
        "Datum;Mitarbeiter;Projekt;Aufgabe;Stunden;Bemerkung",
        "Date;Personne;Projet;Tâche;Heures;Commentaire",
        "Fecha;Persona;Proyecto;Tarea;Horas;Notas",
        "Data;Pessoa;Projeto;Tarefa;Horas;Descrição",
        "Data;Persona;Progetto;Attività;Ore;Note",
        "Datum;Medewerker;Project;Taak;Uren;Omschrijving",
    ],
)
def test_a_table_in_each_language_gives_the_same_entry(read_text: Read, header: str) -> None:
    (found,) = entries(read_text(f"{header}\n14/03/2026;Ana;Spring;Writing;1,5;Reels\n"))
    assert (found.person, found.project, found.activity, found.note) == ("Ana", "Spring", "Writing", "Reels")
    assert (found.work_day, found.seconds) == (DAY, 5400)
    (usual,) = entries(read_text("Date,Who,Project,Task,Hours,Note\n2026-03-14,Ana,Spring,Writing,1:30,Reels\n"))
    assert found.external_key == usual.external_key


@pytest.mark.parametrize("printed", ["PT1H30M", "1 h 30 min", "1,5 h", "90:00 min", "5400 sec", "1h 30m"])
def test_durations_with_units(read_text: Read, printed: str) -> None:
    assert entries(read_text(f"Date;Person;Hours\n2026-03-14;Ana;{printed}\n"))[0].seconds == 5400


def test_decimal_hours_are_exact_where_start_and_end_are_said(read_text: Read) -> None:
    header = "Date,Person,Start,End,Hours\n"
    rows = "2026-03-14,Ana,09:00,09:20,0.33\n2026-03-14,Ana,09:00,17:00,7.5\n"
    assert [one.seconds for one in entries(read_text(header + rows))] == [1200, 27000]


def test_a_break_is_not_worked(read_text: Read) -> None:
    header = "Datum;Name;Von;Bis;Pause\n"
    rows = [f"14.03.2026;Ana;09:00;17:00;{taken}\n" for taken in ("0:30", "30", "30m", "0", "")]
    assert [one.seconds for one in entries(read_text(header + "".join(rows)))] == [27000, 27000, 27000, 28800, 28800]
    told = "14.03.2026;Ana;09:00;17:00;1\n14.03.2026;Ana;09:00;10:00;90\n"
    assert faults(read_text(header + told)) == [
        "line 2: Pause “1” is not a break such as 0:30 or 30m",
        "line 3: Pause “90” is longer than the time from start to end",
    ]


def test_days_without_clock_times_are_not_worked_through(read_text: Read) -> None:
    header = "Campaign,Person,Start,End"
    days = "Spring,Ana,2026-03-14,2026-03-20"
    (found,) = entries(read_text(f"{header},Hours\n{days},12\n"))
    assert (found.work_day, found.start, found.end, found.seconds) == (DAY, None, None, 43200)
    assert faults(read_text(f"{header}\n{days}\n")) == [
        "line 2: Start “2026-03-14” is a day without a time, so how long was worked is not said"
    ]
    assert faults(read_text(f"{header}\nSpring,Ana,2026-03-14 09:00,\n")) == ["line 2: End “” is blank"]


def test_a_duration_of_a_row_that_lasts_days_must_be_hours(read_text: Read) -> None:
    days = "Write,2026-03-16,2026-03-20,"
    assert faults(read_text(f"Task,Start,Finish,Duration\n{days}5\n")) == [
        "line 2: Duration “5” may be days as well as hours"
    ]
    assert faults(read_text(f"Task,Start,Finish,Duration\n{days}5 days\n")) == [
        "line 2: Duration “5 days” is not a duration such as 1:30, 1.5 or 1h30m"
    ]
    assert entries(read_text(f"Task,Start,Finish,Duration\n{days}5:00\n"))[0].seconds == 18000


@pytest.mark.parametrize("unit", ["5400", "90", "1.5", "1:30"])
def test_a_duration_in_the_unit_in_which_it_fits_start_and_end(read_text: Read, unit: str) -> None:
    written = f"User,Start,Stop,Duration\nAna,2026-03-14T09:00:00+00:00,2026-03-14T10:30:00+00:00,{unit}\n"
    assert entries(read_text(written))[0].seconds == 5400


@pytest.mark.parametrize(
    ("start", "end"), [("9.00", "10.30"), ("9h00", "10h30"), ("9:00 Uhr", "10:30 Uhr"), ("9:00 AM", "10:30 AM")]
)
def test_times_of_the_day_as_people_write_them(read_text: Read, start: str, end: str) -> None:
    (found,) = entries(read_text(f"Datum;Name;Von;Bis\n14.03.2026;Ana;{start};{end}\n"))
    assert (found.start, found.end, found.seconds) == (START, END, 5400)


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("Date;First Name;Last Name;Hours", "Ana;Duarte"),
        ("Datum;Nachname;Vorname;Stunden", "Duarte;Ana"),
        ("Date;Prénom;Nom;Heures", "Ana;Duarte"),
    ],
)
def test_first_and_last_names_are_a_person(read_text: Read, header: str, names: str) -> None:
    assert entries(read_text(f"{header}\n2026-03-14;{names};1\n"))[0].person == "Ana Duarte"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("from,to,project,tag,time\n2026-03-01 00:00:00,2026-03-07 23:59:59,Spring,,5400.0\n", "`watson log --csv`"),
        ("Date,Name,Duration,Views\n2026-03-14,A video,1:30,500\n", "it has a column views, which no hours have"),
        ("Subject,Start Date,Start Time,End Date,End Time\nA,3/14/2026,9:00 AM,3/14/2026,10:00 AM\n", "for the day"),
        ("Campaign,Start,End,Budget\nSpring,2026-03-01 00:00,2026-03-20 00:00,500\n", "it has a column budget, which"),
    ],
)
def test_tables_that_hold_no_hours_are_refused(read_text: Read, written: str, why: str) -> None:
    with pytest.raises(Refused) as fault:
        read_text(written)
    assert why in fault.value.hint


def test_rows_of_sums_are_totals(read_text: Read) -> None:
    rows = "14.03.2026;Ana;Spring;1,5\n15.03.2026;Ana;Spring;0,75\n"
    for total, seconds in (("Summe;;;1000,5", 3_601_800), ("Gesamt:;;;2:15", 8100), (";;;2,25", 8100)):
        *_, found = read_text(f"Datum;Mitarbeiter;Projekt;Stunden\n{rows}{total}\n").stream()
        assert isinstance(found, PlatformTotal)
        assert (found.source, found.metrics["seconds"].value) == ("hours", seconds)


@pytest.mark.parametrize("row", [";;;;2", ";;;Guild;2,25", ";;Autumn;;2,25", ";Ana;;;2,25", "Summe;;;Guild;2,25"])
def test_rows_that_leave_out_what_stands_above_are_no_totals(read_text: Read, row: str) -> None:
    rows = "14.03.2026;Ana;Spring;Guild;1,5\n15.03.2026;Ana;Spring;Guild;0,75\n"
    (told,) = faults(read_text(f"Datum;Mitarbeiter;Projekt;Kunde;Stunden\n{rows}{row}\n"))
    assert told.startswith("line 4: Datum")


def test_exports_of_other_trackers_with_columns_of_their_own(read_text: Read) -> None:
    tempo = "Issue Key,Hours,Work date,Username,Full name,Project Key,Project Name,Work Description,Billed Hours\n"
    (found,) = entries(read_text(tempo + "SM-1,1.5,2026-03-14 09:00,ana,Ana Duarte,SM,Spring,Reels,0\n"))
    assert (found.person, found.project, found.note, found.seconds) == ("Ana Duarte", "Spring", "Reels", 5400)
    rescue = "Date,Time Spent (seconds),Number of People,Activity,Category,Productivity\n"
    (found,) = entries(read_text(rescue + "2026-03-14T09:00:00,1800,1,example.org,Social,-2\n"))
    assert (found.activity, found.seconds, found.work_day) == ("example.org", 1800, DAY)
    tmetric = "Day,User,Time Entry,Project,Client,Tags,Work Type,Start Time,End Time,Duration,Billable Amount\n"
    (found,) = entries(read_text(tmetric + "2026-03-14,Ana,Reels,Spring,Guild,live,Writing,09:00,10:30,2.00,75\n"))
    assert (found.project, found.activity, found.note) == ("Spring", "Writing", "Reels")
    assert (found.start, found.end, found.seconds) == (START, END, 7200)  # rounded up, as the account is set
