"""Links with one spelling: tags, addresses that keep their query and fragment, and what no link can be."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.links import (
    LONGEST_TAG,
    LinkDraft,
    address_of,
    campaign_tag,
    check_code,
    check_link,
    check_target,
    code_key,
    tag,
    tag_change,
)
from smdash.errors import FormFaults, InvalidInput

DRAFT = LinkDraft("https://example.org/join", "Instagram", "Social", 1, "Spring 2026")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Spring Sale", "spring-sale"),
        ("  two   words ", "two-words"),
        ("a&b=c?d#e%20", "a-b-c-d-e-20"),
        ("under_score.dot-hyphen", "under_score.dot-hyphen"),
        ("ＦＵＬＬ", "full"),
        ("Straße", "strasse"),
        ("\x1b[31mred", "red"),
        ("Été", "été"),
        ("&&&", ""),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_a_tag_has_one_spelling(typed: str, written: str) -> None:
    assert tag(typed) == written
    assert tag(written) == written


def test_a_change_is_said_before_it_is_saved() -> None:
    assert tag_change("Spring Sale") == "will be written spring-sale"
    assert tag_change("spring") == tag_change("") == ""


def test_the_address_keeps_query_and_fragment_and_escapes_the_rest() -> None:
    made = check_link(replace(DRAFT, target="HTTPS://Example.org/Join us".replace(" ", "%20") + "?a=1&b=%26#top"))
    assert address_of(made) == (
        "https://example.org/Join%20us?a=1&b=%26&utm_source=instagram&utm_medium=social&utm_campaign=spring-2026#top"
    )
    made = check_link(replace(DRAFT, target="example.org", content="Été", term="x"))
    assert address_of(made).endswith("org/?utm_source=instagram&utm_medium=social&utm_campaign=spring-2026"
                                     "&utm_content=%C3%A9t%C3%A9&utm_term=x")  # fmt: skip


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("", "address of the page"),
        ("a page", "no spaces"),
        ("ftp://example.org", "not a web address"),
        ("https://", "names no host"),
        ("https://nohost", "names no host"),
        ("https://example.org:port/", "no address"),
        ("https://[", "no address"),
        ("https://example.org/?UTM_source=x&q=1", "carries UTM_source already"),
    ],
)
def test_an_address_nobody_can_open_is_refused(target: str, fault: str) -> None:
    with pytest.raises(InvalidInput, match=fault):
        check_target(target)


def test_all_faults_of_a_link_are_told_at_once() -> None:
    with pytest.raises(FormFaults) as told:
        check_link(LinkDraft("ftp://x", "", "&", 1, "x" * (LONGEST_TAG + 1)))
    assert set(told.value.faults) == {"target", "source", "medium", "campaign"}


def test_a_campaign_tag_is_unique() -> None:
    assert campaign_tag("Spring Membership!", ()) == "spring-membership"
    assert campaign_tag("Spring", {"spring", "spring-2"}) == "spring-3"
    assert campaign_tag("!!!", ()) == "campaign"
    long = campaign_tag("x" * 300, {"x" * LONGEST_TAG})
    assert len(long) == LONGEST_TAG
    assert long.endswith("-2")


def test_codes_are_the_same_in_any_case() -> None:
    assert code_key(check_code(" Spring10 ")) == code_key("SPRING10")
    with pytest.raises(InvalidInput, match="no comma"):
        check_code("A,B")
    with pytest.raises(InvalidInput, match="empty"):
        check_code("  ")


@settings(max_examples=80)
@given(st.text(max_size=40), st.text(max_size=40))
def test_what_is_read_from_an_address_is_what_was_written(source: str, content: str) -> None:
    draft = replace(DRAFT, source=source, content=content)
    if not tag(source):
        return
    made = check_link(draft)
    found = parse_qs(urlsplit(address_of(made)).query)
    assert found["utm_source"] == [tag(source)]
    assert found.get("utm_content", [""]) == [tag(content)]
