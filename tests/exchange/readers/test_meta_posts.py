"""Meta's posts under other names: stories, and headers in the language of the interface."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from smdash.domain.measures import Measure
from smdash.exchange.read import Understood
from smdash.exchange.records.base import PostRecord

Read = Callable[..., Understood]


def only_post(understood: Understood) -> PostRecord:
    rows = understood.collect()
    assert rows.faults == ()
    (post,) = rows.records
    assert isinstance(post, PostRecord)
    return post


def values(post: PostRecord) -> dict[str, object]:
    return {metric: measure.value for metric, measure in post.metrics.items()}


def test_instagram_in_portuguese(read: Read) -> None:
    understood = read("meta_instagram_pt.csv")
    assert understood.format == "meta-instagram-posts"
    post = only_post(understood)
    assert (post.external_id, post.channel, post.posted_at) == (
        "17900000000000001", "guilda", datetime(2026, 3, 20, 18),
    )  # fmt: skip
    assert post.text == "Reunião\nde primavera"
    assert values(post) == {
        "impressions": 1520, "reach": 980, "reactions": 85, "shares": 4, "follows": 2, "comments": 7, "saves": 31,
    }  # fmt: skip


def test_stories_have_replies_and_link_clicks(read: Read) -> None:
    post = only_post(read("meta_instagram_stories.csv"))
    assert (post.kind, post.metrics["comments"], post.metrics["clicks"]) == ("story", Measure(2), Measure(9))
    assert (post.raw["Sticker taps"], post.raw["Navigation"]) == ("3", "320")


def test_facebook_in_german_with_a_word_for_the_whole_life(read: Read) -> None:
    understood = read("meta_facebook_de.csv")
    assert understood.format == "meta-facebook-posts"
    post = only_post(understood)
    assert (post.channel, post.kind, post.posted_at) == ("Die Gilde", "photo", datetime(2026, 3, 21, 9, 30))
    assert (post.metrics["impressions"], post.metrics["clicks"]) == (Measure(310), Measure(9))


@pytest.mark.parametrize("cell", ["03/21/2026", "2026-03-21"])
def test_one_day_of_a_post_is_no_total(read_text: Read, cell: str) -> None:
    text = f"Post ID,Page ID,Page name,Publish time,Post type,Date,Reach\n1,2,Guild,03/20/2026 18:00,Photos,{cell},5\n"
    (fault,) = read_text(text).collect().faults
    assert fault.reason == "is one day of a post; export lifetime figures"


def test_dates_of_another_language_that_fit_both_ways_are_asked(read_text: Read) -> None:
    head = "Beitrags-ID,Seiten-ID,Seitenname,Veröffentlichungszeit,Beitragstyp,Reichweite\n"
    assert [one.key for one in read_text(f"{head}1,2,Gilde,03/04/2026 18:00,Fotos,5\n").undecided] == [
        "date:publish time"
    ]


def test_views_beside_impressions_and_viewers_are_views_of_the_post(read_text: Read) -> None:
    understood = read_text(
        "Post ID,Page ID,Page name,Title,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Comments,"
        "Distribution,Approximate earnings (USD),Stars (USD),Impressions,Interactions,Reactions,Saves,Shares,Viewers,"
        "Views,Average Seconds viewed,Seconds viewed\n"
        "1,2,Guild,Rye,31,08/03/2026 09:12,https://www.facebook.com/reel/1,Reel,,Lifetime,4,-0.7x,0.00,0,150,131,120,3,"
        "7,51,64,11.2,716\n"
    )
    post = only_post(understood)
    assert (understood.format, post.kind) == ("meta-facebook-posts", "reel")
    assert values(post) == {
        "reach": 51, "reactions": 120, "comments": 4, "shares": 7, "saves": 3, "impressions": 64,
    }  # fmt: skip
    assert (post.raw["Impressions"], post.raw["Distribution"]) == ("150", "-0.7x")
    assert [one.chosen for one in understood.decisions if one.key == "views"] == ["views of the post"]


def test_portuguese_times_have_the_month_first_as_english_ones(read_text: Read) -> None:
    understood = read_text(
        "Identificação do post,Identificação da conta,Nome de usuário da conta,Nome da conta,Descrição,Duração (s),"
        "Horário de publicação,Link permanente,Tipo de post,Comentário de dados,Data,Visualizações,Alcance\n"
        "1,2,guilda,A Guilda,Pão,22,01/07/2026 10:29,https://www.instagram.com/reel/1/,Reel do Instagram,,Total,27,17\n"
    )
    assert understood.undecided == ()
    post = only_post(understood)
    assert (post.posted_at, post.kind) == (datetime(2026, 1, 7, 10, 29), "reel")


@pytest.mark.parametrize(
    "head",
    [
        (
            "Identifiant de la publication,Identifiant du compte,Nom d'utilisateur du compte,Heure de publication,"
            "Type de publication,Vues,Couverture,Mentions J’aime,Partages,Nouveaux followers,"
            "Commentaires,Enregistrements"
        ),
        (
            "ID del post,ID dell’account,Nome utente dell’account,Ora di pubblicazione,Tipo di post,Visualizzazioni,"
            "Copertura,Mi piace,Condivisioni,Nuovi follower,Commenti,Elementi salvati"
        ),
        (
            "Bericht-ID,Account-ID,Gebruikersnaam van account,Publicatietijd,Berichttype,"
            "Weergaven,Bereik,Vind-ik-leuks,"
            "Gedeeld,Nieuwe volgers,Opmerkingen,Opgeslagen"
        ),
        (
            "Beitrags-ID,Konto-ID,Kontobenutzername,Veröffentlichungszeit,Beitragsart,Aufrufe,Reichweite,"
            "„Gefällt mir“-Angaben,Geteilte Inhalte,Neue Follower,Kommentare,Gespeicherte Inhalte"
        ),
        (
            "Identificador de la publicación,Identificador de la cuenta,"
            "Nombre de usuario de la cuenta,Hora de publicación,"
            "Tipo de publicación,Visualizaciones,Alcance,Me gusta,Veces que se compartió,Nuevos seguidores,Comentarios,"
            "Veces que se guardó"
        ),
    ],
)
def test_instagram_in_five_more_languages(read_text: Read, head: str) -> None:
    understood = read_text(f"{head}\n1,2,gilda,03/21/2026 09:30,Reel,100,80,9,4,3,2,1\n")
    assert understood.format == "meta-instagram-posts"
    post = only_post(understood)
    assert (post.channel, post.channel_id, post.posted_at) == ("gilda", "2", datetime(2026, 3, 21, 9, 30))
    assert values(post) == {
        "impressions": 100, "reach": 80, "reactions": 9, "shares": 4, "follows": 3, "comments": 2, "saves": 1,
    }  # fmt: skip
