"""What Kimai exports: tables in the language of the person, and the list of its interface for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime

import pytest

from smdash.exchange.read import Understood, read_bytes
from smdash.exchange.records.base import EntryRecord, PlatformTotal, RowFault
from tests.workbooks import workbook

Read = Callable[..., Understood]
TODAY = date(2026, 11, 22)
DAY, START, END = date(2026, 3, 14), datetime(2026, 3, 14, 9), datetime(2026, 3, 14, 10, 30)


def entries(understood: Understood) -> list[EntryRecord]:
    found = list(understood.stream())
    assert [one for one in found if isinstance(one, RowFault)] == []
    return [one for one in found if isinstance(one, EntryRecord)]


KIMAI = {
    "en": "Date,From,To,Duration,Currency,Price,Internal price,Hourly price,Fixed price,Name,User,E-mail,Staff number,"
    "Customer,Project,Activity,Description,Billable,Tags,Type,Category,Account,Project number,VAT-ID,Order number",
    "de": "Datum,Von,Bis,Dauer,Währung,Preis,Interner Preis,Stundenlohn,Festbetrag,Name,Benutzer,E-Mail,"
    "Personalnummer,Kunde,Projekt,Tätigkeit,Beschreibung,Abrechenbar,Schlagworte,Typ,Kategorie,Kundennummer,"
    "Projektnummer,Umsatzsteuer-ID,Bestellnummer",
    "fr": "Date,De,À,Durée,Devise,Prix,Prix interne,Tarif horaire,Taux fixe,Nom,Utilisateur,Courriel,Matricule,Client,"
    "Projet,Activité,Description,Facturable,Étiquettes,Type,Catégorie,Compte,Numéro,TVA,Commande",
    "it": "Data,Da,A,Durata,Valuta,Prezzo,Costo interno,Tariffa oraria,Prezzo fisso,Nome,Utente,E-mail,Matricola,"
    "Cliente,Progetto,Attività,Descrizione,Fatturabile,Etichette,Tipo,Categoria,Account,Numero,P.IVA,Ordine",
}
CELLS = "2026-03-14,09:00,10:30,{},EUR,75,0,50,0,Ana Duarte,ana,ana@example.org,,Guild,Spring,Writing,Reels,1,"
REST = '"live, event",timesheet,work,A-1,,,\n'


@pytest.mark.parametrize("language", KIMAI)
@pytest.mark.parametrize("printed", ["1.5", "1:30", "1:30:00", "5400"])
def test_kimai_in_each_language_and_form_of_duration(read_text: Read, language: str, printed: str) -> None:
    understood = read_text(f"{KIMAI[language]}\n{CELLS.format(printed)}{REST}")
    (found,) = entries(understood)
    assert understood.format == "kimai"
    assert (found.person, found.project, found.activity, found.note) == ("Ana Duarte", "Spring", "Writing", "Reels")
    assert (found.start, found.end, found.seconds, found.tags) == (START, END, 5400, ("event", "live"))
    (usual,) = entries(read_text(f"{KIMAI['en']}\n{CELLS.format('1.50')}{REST}"))
    assert found.external_key == usual.external_key


def test_kimai_before_its_second_version_has_moments_and_a_row_of_sums(read_text: Read) -> None:
    header = "Date,From,To,Duration,Price,User,Customer,Project,Activity,Description,Exported,Tags,Hourly price\n"
    row = '"2026-03-14","2026-03-14 23:30","2026-03-15 00:30","1:00","0","ana","Guild","Spring","Writing","","","",""\n'
    found, total = read_text(f'{header}{row}"","","","1:00","0","","","","","","","",""\n').stream()
    assert isinstance(found, EntryRecord)
    assert isinstance(total, PlatformTotal)
    assert (found.end, found.seconds, found.person) == (datetime(2026, 3, 15, 0, 30), 3600, "ana")
    assert (total.source, total.metrics["seconds"].value) == ("kimai", 3600)


def test_kimai_as_a_workbook() -> None:
    row = [DAY, START, END, "1:30", "Ana Duarte", "Guild", "Spring", "Writing"]
    header = ["Date", "From", "To", "Duration", "Name", "Customer", "Project", "Activity"]
    (found,) = entries(read_bytes("kimai.xlsx", workbook({"Export": [header, row]}), today=TODAY))
    assert (found.start, found.end, found.seconds) == (START, END, 5400)


def test_kimai_list_has_seconds_and_names_or_numbers(read_text: Read) -> None:
    times = {"begin": "2026-03-14T09:00:00+0100", "end": "2026-03-14T10:30:00+0100", "duration": 5400, "tags": ["live"]}
    names = {"user": {"id": 2, "username": "ana", "alias": "Ana Duarte"}, "project": {"id": 7, "name": "Spring"}}
    whole = times | names | {"activity": {"id": 3, "name": "Writing"}, "id": 11, "description": "Reels"}
    bare = times | {"user": 2, "project": 7, "activity": 3, "id": 12, "end": None, "duration": 0}
    understood = read_text(json.dumps([whole, bare]))
    first, second = entries(understood)
    assert understood.format == "kimai-list"
    assert (first.person, first.project, first.activity, first.seconds) == ("Ana Duarte", "Spring", "Writing", 5400)
    assert (first.external_key, first.tags, first.note) == ("11", ("live",), "Reels")
    assert (second.person, second.project, second.activity) == ("person 2", "project 7", "activity 3")
    assert second.seconds == 0
