"""Posts of X and mails of Mailchimp, with the quirks of their exports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.errors import Refused
from smdash.exchange.read import Rows, Understood
from smdash.exchange.records.base import ChannelDayRecord, PostRecord

Read = Callable[..., Understood]


def posts(rows: Rows) -> list[PostRecord]:
    assert rows.faults == ()
    return [record for record in rows.records if isinstance(record, PostRecord)]


def test_content_of_x_has_long_ids_days_and_the_account_of_its_links(read: Read) -> None:
    understood = read("x_content.csv")
    first, second, third = posts(understood.collect())
    assert (understood.format, understood.undecided) == ("x-posts", ())
    assert (first.external_id, first.external_key) == ("1891431260414857216",) * 2
    assert (first.channel, first.platform, first.precision) == ("harborguild", "x", "day")
    assert (first.posted_at, third.posted_at) == (datetime(2025, 2, 17), datetime(2025, 2, 15))
    assert {name: measure.value for name, measure in first.metrics.items()} == {
        "impressions": 1204, "reactions": 31, "comments": 4, "shares": 6, "saves": 2, "clicks": 9, "follows": 5,
    }  # fmt: skip
    assert first.raw["Shares"] == "1"
    assert first.raw["Engagements"] == "88"
    assert "Post id" not in first.raw
    assert second.text == 'Two lines,\nand a "quote" 🎉'
    assert second.metrics["clicks"] == NOT_REPORTED


def test_tweets_with_ids_that_a_spreadsheet_rounded_are_known_by_their_link(read: Read) -> None:
    first, second, lost = posts(read("x_tweets_legacy.csv").collect())
    assert (first.external_id, second.external_id) == ("649293177409679360", "649222222222222222")
    assert first.posted_at == datetime(2015, 9, 30, 18, 42, tzinfo=UTC)
    assert first.precision == "minute"
    assert (first.metrics["impressions"], first.metrics["reactions"]) == (Measure(424), Measure(3))
    assert first.raw["promoted impressions"] == "-"
    assert (lost.external_id, lost.raw["Tweet id"], lost.channel) == ("", "6.48E+17", "")
    assert len(lost.external_key) > 30


def test_likes_and_favorites_are_the_same_and_so_is_the_key(read: Read) -> None:
    old, new = (posts(read(f"x_tweets_legacy{name}.csv").collect())[0] for name in ("", "_likes"))
    assert (old.source, old.external_key) == (new.source, new.external_key)
    assert new.metrics["reactions"] == Measure(4)


def test_an_id_cut_to_fifteen_digits_is_not_taken_for_one(read_text: Callable[[str], Understood]) -> None:
    head = "Tweet id,Tweet text,time,impressions\n"
    (cut,) = posts(read_text(head + "649293177409679000,A text,2015-09-30 18:42 +0000,1\n").collect())
    (whole,) = posts(read_text(head + "649293177409679360,A text,2015-09-30 18:42 +0000,1\n").collect())
    assert (cut.external_id, whole.external_id) == ("", "649293177409679360")


def test_tweets_of_another_language_are_read(read_text: Callable[[str], Understood]) -> None:
    text = (
        '"ツイートID","ツイートの固定リンク","ツイート本文","時間","インプレッション","エンゲージメント","リツイート","返信","いいね"\n'
        '"649293177409679360","https://twitter.com/guild/status/649293177409679360","こんにちは",'
        '"2019-01-31 02:00 +0000","12.0","3.0","1.0","0.0","2.0"\n'
    )
    (found,) = posts(read_text(text).collect())
    assert (found.text, found.metrics["reactions"], found.metrics["shares"]) == ("こんにちは", Measure(2), Measure(1))


def test_days_of_tweet_activity_are_days_of_the_channel(read: Read) -> None:
    understood = read("x_tweet_days_legacy.csv")
    first, second = (one for one in understood.collect().records if isinstance(one, ChannelDayRecord))
    assert understood.format == "x-tweet-days"
    assert (first.day, second.day, first.platform) == (date(2020, 9, 1), date(2020, 9, 2), "x")
    assert {name: measure.value for name, measure in first.metrics.items()} == {
        "impressions": 1340, "interactions": 31, "follows": 1, "link_clicks": 6,
    }  # fmt: skip
    assert first.raw["Tweets published"] == "2"


FRENCH = (
    '"Identifiant du Tweet","Permalien du Tweet","Texte du Tweet","heure","impressions","engagements",'
    '"taux d\'engagement","Retweets","réponses","J\'aime","clics sur le profil","clics sur l\'URL",'
    '"clics sur le hashtag","détails développés","clics sur le permalien","ouvertures","installations","abonnements"\n'
)
GERMAN = (
    '"Tweet-ID","Tweet-Permalink","Tweet-Text","Zeit","Impressions","Interaktionen","Interaktionsrate","Retweets",'
    '"Antworten","Gefällt mir","Nutzerprofil","URL","Hashtag","Details","Permalink","Öffnungen","Installationen",'
    '"Folgt","Medienaufrufe"\n'
)


@pytest.mark.parametrize("head", [FRENCH, GERMAN])
def test_tweets_of_any_language_are_read_by_the_order_of_columns(
    read: Read, read_text: Callable[[str], Understood], head: str
) -> None:
    cells = ["649293177409679360", "https://twitter.com/harborguild/status/649293177409679360", "Bonjour &amp; salut"]
    numbers = ["431.0", "10.0", "0.0232", "2.0", "1.0", "4.0", "9.0", "3.0", "0", "0", "0", "0", "0", "1"]
    row = ",".join(f'"{cell}"' for cell in [*cells, "2015-09-30 18:42 +0000", *numbers])
    (found,) = posts(read_text(f"{head}{row}\n").collect())
    english = posts(read("x_tweets_legacy_likes.csv").collect())[0]
    assert (found.source, found.external_key, found.posted_at) == (
        english.source, english.external_key, english.posted_at,
    )  # fmt: skip
    assert found.metrics == english.metrics
    assert found.text == "Bonjour & salut"


def test_days_of_tweet_activity_in_another_language(read: Read, read_text: Callable[[str], Understood]) -> None:
    head = (
        '"Date","Tweets publiés","impressions","engagements","taux","Retweets","réponses","J\'aime","profil",'
        '"clics sur l\'URL","hashtag","détails","permalien","ouvertures","installations","abonnements"\n'
    )
    row = '"2020-09-01","2","1340","31","0.0231","4","2","11","3","6","0","5","0","0","0","1"\n'
    (found,) = read_text(head + row).collect().records
    first = read("x_tweet_days_legacy.csv").collect().records[0]
    assert isinstance(found, ChannelDayRecord)
    assert isinstance(first, ChannelDayRecord)
    assert (found.day, found.metrics) == (first.day, first.metrics)


def test_posts_without_their_texts_are_not_days(read_text: Callable[[str], Understood]) -> None:
    head = "Post id,Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,Profile visits\n"
    rows = "1891431260414857216,Mon Feb 17 2025,1204,31,88,2,1,5,4,6,19\n"
    understood = read_text(head + rows)
    (found,) = posts(understood.collect())
    assert (understood.format, found.external_id) == ("x-posts", "1891431260414857216")
    assert (found.metrics["impressions"], found.raw["Profile visits"]) == (Measure(1204), "19")


def test_mails_are_posts_of_their_audience_with_opens_and_clicks(read: Read) -> None:
    understood = read("mailchimp_campaigns.csv")
    night, summer = posts(understood.collect())
    assert (understood.format, understood.undecided) == ("mailchimp-campaigns", ())
    assert (night.platform, night.channel, night.kind, night.precision) == (
        "mailchimp", "Guild members", "email", "minute",
    )  # fmt: skip
    assert (night.posted_at, summer.posted_at) == (datetime(2018, 6, 9, 21, 30), datetime(2018, 7, 1, 0, 5))
    assert (night.external_id, summer.external_id) == ("17671f6028", "7e12345678")
    assert {name: measure.value for name, measure in night.metrics.items()} == {
        "impressions": 57, "reach": 30, "clicks": 7, "shares": 1,
    }  # fmt: skip
    assert summer.metrics["reach"] == Measure(0)
    assert (night.raw["Open Rate"], night.raw["Successful Deliveries"], night.raw["Unsubscribes"]) == (
        "27.78%", "108", "2",
    )  # fmt: skip
    assert summer.raw["Total Recipients"] == "1,204"
    assert night.text == "You're invited, bring a friend!"
    assert night.raw["Title"] == "[06-10-18] Members' night"


def test_seven_columns_of_mails_and_a_renamed_one_are_enough(read: Read) -> None:
    (mail,) = posts(read("mailchimp_campaigns_short.csv").collect())
    assert (mail.channel, mail.text, mail.external_id) == ("Guild members", "Autumn call", "")
    assert {name: measure.value for name, measure in mail.metrics.items()} == {"reach": 412, "clicks": 51}
    assert mail.raw["Brand"] == "harbor"


def test_campaigns_of_another_program_are_not_taken_for_mailchimps(read_text: Callable[[str], Understood]) -> None:
    head = (
        "Campaign Name,Subject,List,Send Time,Total Recipients,Placed Order Rate,Unique Opens,Total Opens,Unique Clicks"
    )
    with pytest.raises(Refused) as caught:
        read_text(f"{head}\nSpring,Hello,Guild,2024-01-02 10:00:00,100,2%,30,57,7\n")
    assert "Mailchimp campaigns: it lists campaigns of Klaviyo." in caught.value.hint
