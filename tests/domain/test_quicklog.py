"""One line of the quick log, as it is understood, echoed and completed."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.naming import Names
from smdash.domain.quicklog import QuickLog, choose, completions, echo, parse_quick_log

TODAY = date(2026, 11, 22)  # a Sunday
NAMES = Names(
    campaigns=("Spring membership", "Spring sale", "Annual event", "Always-on", "2026 congress"),
    activities=("content", "community", "meetings"),
    channels=("instagram", "Meta ads", "LinkedIn"),
    people=("Ana", "Ben"),
    aliases={"gala": "Annual event", "ig": "instagram"},
)


def understood(line: str, *, timed: bool = True) -> QuickLog:
    return parse_quick_log(line, NAMES, TODAY, timed=timed)


def test_the_whole_grammar_on_one_line() -> None:
    log = understood("1h30m spring m #content /instagram @yesterday ~ana replying to comments")
    assert (log.seconds, log.campaign, log.activity, log.channel, log.person) == (
        5400,
        "Spring membership",
        "content",
        "instagram",
        "Ana",
    )
    assert (log.day, log.note, log.faults) == (date(2026, 11, 21), "replying to comments", ())
    assert log.complete
    assert echo(log) == (
        "1 h 30 min · Spring membership · content · instagram · Sat 21 Nov · Ana · “replying to comments”"
    )


@pytest.mark.parametrize(
    "line",
    [
        "@yesterday ~ana /instagram #content 1h30m gala flyers",
        "1h30m gala flyers #content /ig @yesterday ~ana",
        "#content 1h 30m gala @-1d ~an flyers /insta",
        "gala 1:30 @sat #cont flyers ~ana /instagram",
        "1 h 30 min annual event #content /instagram @21 nov ~Ana flyers",
        "gala #content /instagram @2026-11-21 ~ana 90m flyers",
    ],
)
def test_marked_words_stand_anywhere(line: str) -> None:
    log = understood(line)
    assert (log.seconds, log.campaign, log.activity, log.channel, log.person, log.day, log.note, log.faults) == (
        5400,
        "Annual event",
        "content",
        "instagram",
        "Ana",
        date(2026, 11, 21),
        "flyers",
        (),
    )


@pytest.mark.parametrize(
    ("words", "campaign", "note"),
    [
        ("spring membership drive", "Spring membership", "drive"),
        ("SPRING  MEMBER drive", "Spring membership", "drive"),
        ("spring s top 5 posts", "Spring sale", "top 5 posts"),
        ("always on call", "Always-on", "call"),
        ("always-on", "Always-on", ""),
        ("gala seating plan", "Annual event", "seating plan"),
        ("-- not about a campaign", None, "not about a campaign"),
        ("annual -- #5 /about", "Annual event", "#5 /about"),
        ("", None, ""),
    ],
)
def test_the_first_words_match_the_campaign(words: str, campaign: str | None, note: str) -> None:
    log = understood(f"1h {words}")
    assert (log.campaign, log.note, log.unknown, log.faults) == (campaign, note, "", ())


def test_a_campaign_may_begin_with_a_number() -> None:
    log = understood("2026 congress 1h rooms")
    assert (log.campaign, log.seconds, log.note) == ("2026 congress", 3600, "rooms")


def test_an_unknown_campaign_offers_the_nearest() -> None:
    log = understood("1h sprnig membership #content posters for it")
    assert (log.campaign, log.unknown, log.note) == (None, "sprnig membership", "posters for it")
    assert log.nearest[0] == "Spring membership"
    assert not log.complete
    assert "no campaign “sprnig membership”" in echo(log)
    chosen, words = choose(log, "Spring membership")
    assert words == 2
    assert (chosen.campaign, chosen.note, chosen.unknown) == ("Spring membership", "posters for it", "")
    assert chosen.complete


def test_choosing_keeps_the_words_that_were_not_the_name() -> None:
    log = understood("1h anual evnt seating plan")
    assert log.nearest[0] == "Annual event"
    assert choose(log, "Annual event")[0].note == "seating plan"
    assert choose(log, "Annual event")[1] == 2


def test_a_beginning_that_two_have_offers_both() -> None:
    log = understood("1h spring replies")
    assert log.campaign is None
    assert log.nearest[:2] == ("Spring membership", "Spring sale")


@pytest.mark.parametrize(
    ("line", "start", "end", "seconds"),
    [
        ("9:15-10:45 gala", time(9, 15), time(10, 45), 5400),
        ("gala 9:15–10:45", time(9, 15), time(10, 45), 5400),
        ("9-10:30 gala", time(9), time(10, 30), 5400),
        ("23:30-00:45 gala", time(23, 30), time(0, 45), 4500),
        ("22:00-24:00 gala", time(22), time(0), 7200),
    ],
)
def test_a_range_of_clock_times(line: str, start: time, end: time, seconds: int) -> None:
    log = understood(line)
    assert (log.start, log.end, log.seconds, log.campaign) == (start, end, seconds, "Annual event")


def test_a_range_is_echoed_with_its_times() -> None:
    assert echo(understood("9:15-10:45 gala")) == "1 h 30 min (09:15–10:45) · Annual event · Sun 22 Nov"


@pytest.mark.parametrize(("typed", "spoken"), [("1.30", "1 h 18 min"), ("2", "2 h"), ("45m", "45 min")])
def test_the_echo_says_what_a_number_means(typed: str, spoken: str) -> None:
    assert echo(understood(f"{typed} gala")).startswith(spoken + " · ")


@pytest.mark.parametrize(
    ("line", "word", "said"),
    [
        ("90 gala", "90", "“90m”?"),
        ("1h75m gala", "1h75m", "more than 59 minutes"),
        ("25:99 gala", "25:99", "more than 59"),
        ("9:15-9:15 gala", "9:15-9:15", "no length"),
        ("25:00-26:00 gala", "25:00-26:00", "not a range"),
        ("gala", "", "How long is missing"),
        ("", "", "How long is missing"),
        ("1h gala @31 feb", "@31 feb", "does not exist"),
        ("1h gala @someday", "@someday", "not a day"),
        ("1h gala @tomorrow", "@tomorrow", "in the future"),
        ("1h gala /tiktok", "/tiktok", "no channel “tiktok”"),
        ("1h gala ~zoe", "~zoe", "no person “zoe”"),
        ("1h gala #co", "#co", "community or content"),
        ("1h gala #content #meetings", "#meetings", "second activity"),
    ],
)
def test_what_was_not_understood_is_named(line: str, word: str, said: str) -> None:
    (fault,) = understood(line).faults
    assert fault.word == word
    assert said in fault.message
    assert not understood(line).complete


def test_a_fault_offers_the_nearest_name() -> None:
    assert understood("1h gala /instagarm").faults[0].hint == "Did you mean instagram?"


def test_a_new_activity_is_allowed_and_marked() -> None:
    log = understood("1h gala #interviews")
    assert (log.activity, log.new_activity, log.complete) == ("interviews", True, True)
    assert "interviews (new)" in echo(log)


def test_names_of_two_words_are_typed_with_a_hyphen() -> None:
    assert understood("1h gala /meta-ads").channel == "Meta ads"


def test_a_timer_needs_no_time() -> None:
    log = understood("gala #content seating", timed=False)
    assert (log.campaign, log.note, log.faults, log.seconds) == ("Annual event", "seating", (), None)


def test_hostile_text_is_cleaned() -> None:
    log = understood("1h gala \x1b]0;x\x07note \u202e[red]x[/]")
    assert log.note == "note [red]x[/]"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("1h spr", ["Spring membership", "Spring sale"]),
        ("1h annual ev", ["Annual event"]),
        ("1h memb", ["Spring membership"]),
        ("1h gala /me", ["/Meta-ads"]),
        ("1h gala #", ["#content", "#community", "#meetings"]),
        ("1h gala @y", ["@yesterday"]),
        ("1h gala ~b", ["~Ben"]),
        ("1h gala -- /me", []),
        ("1h ", []),
        ("", []),
    ],
)
def test_completions_of_the_word_at_the_cursor(line: str, offered: list[str]) -> None:
    assert [found.text for found in completions(line, len(line), NAMES)] == offered


def test_a_completion_replaces_what_was_typed() -> None:
    line = "1h annual ev #content"
    (found,) = completions(line, len("1h annual ev"), NAMES)
    assert found.applied(line) == "1h Annual event #content"


@settings(max_examples=150)
@given(st.text(alphabet="1259hm:.,-–#/@~ aginovspr\x1b\u202e", max_size=30) | st.text(max_size=30))
def test_no_line_is_too_strange(line: str) -> None:
    for timed in (True, False):
        log = parse_quick_log(line, NAMES, TODAY, timed=timed)
        assert echo(log)
        assert log.complete or log.faults or log.unknown or not timed
    completions(line, len(line), NAMES)
