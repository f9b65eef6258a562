"""Whose a sale is: link before campaign before code before what a person said; and the mark it waits under."""

from __future__ import annotations

from decimal import Decimal

import pytest

from smdash.domain.benefits import Evidence
from smdash.domain.links import TAGS
from smdash.domain.matching import By, Found, KnownLink, MarkKind, Marks, Matcher, channel_names, mark_of


def known(**tags: str) -> dict[str, str]:
    return dict.fromkeys(TAGS, "") | tags


LINK = KnownLink(7, known(source="instagram", medium="social", campaign="spring"), 1, 5)
RULE = Found(By.RULE, 3, None, None, Evidence.ALLOCATED, Decimal("0.5"))
MATCHER = Matcher(
    links=(LINK,),
    campaigns={"spring": 1, "gala": 2},
    codes={"save10": (2, None)},
    rules={(MarkKind.CODE, "podcast"): RULE, (MarkKind.SOURCE, "shopify pos"): RULE},
    channels={"instagram": 5, "linkedin": 6},
)


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        (Marks(known(source="Instagram", medium="SOCIAL", campaign="Spring")), Found(By.LINK, 1, 5, 7)),
        (Marks({"source": "linkedin", "campaign": "SPRING"}), Found(By.UTM, 1, 6)),
        (Marks({"campaign": "gala"}, ("SAVE10",)), Found(By.UTM, 2)),
        (Marks({"source": "linkedin"}, ("nothing", "Save10")), Found(By.CODE, 2, 6)),
        (Marks({"source": "linkedin"}, ("Podcast",)), Found(By.RULE, 3, 6, None, Evidence.ALLOCATED, Decimal("0.5"))),
        (Marks(origin="shopify pos"), RULE),
        (Marks({"campaign": "unknown"}, (), "shopify web"), None),
        (Marks(), None),
    ],
)
def test_marks_are_tried_in_order(marks: Marks, found: Found | None) -> None:
    assert MATCHER.match(marks) == found
    assert MATCHER.match(marks) == found  # the second answer is remembered


def test_a_sale_waits_under_the_mark_that_tells_most() -> None:
    every = Marks({"campaign": "Autumn Gala", "source": "x"}, ("HELLO",), "shopify web")
    assert (mark_of(every).kind, mark_of(every).key) == (MarkKind.UTM, "autumn-gala")
    assert (mark_of(Marks(codes=("Hello",))).kind, mark_of(Marks(codes=("Hello",))).key) == (MarkKind.CODE, "hello")
    assert mark_of(Marks(origin="stripe")).label == "stripe"
    assert mark_of(Marks()).label == "unknown"


def test_channels_are_told_by_name_platform_and_links() -> None:
    names = [(5, "Insta Guild", "instagram"), (6, "Guild page", "facebook"), (8, "Events page", "facebook")]
    found = channel_names(names, (LINK, KnownLink(9, known(source="fb-events"), 1, 8)))
    assert found["instagram"] == found["insta-guild"] == 5
    assert found["fb-events"] == 8
    assert "facebook" not in found  # two channels: no one knows which
