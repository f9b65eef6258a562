"""Links, codes, rules and themes of an organisation file, written through the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smdash.domain.assignment import Matching
from smdash.errors import InvalidInput
from smdash.exchange.organisation.apply import apply_organisation
from smdash.exchange.organisation.values import OrganisationFile
from smdash.store import assignment_rules, links, organisation, post_themes, undo
from smdash.store.store import Store, Transaction
from smdash.store.tables import post

Read = Callable[..., OrganisationFile]
SPRING = '[[campaign]]\nname = "Spring"\nstatus = "live"\n'


def test_links_codes_and_rules_belong_to_campaign_and_channel(store: Store, read: Read, guild: Any) -> None:
    store.write(apply_organisation, read(guild.whole))
    (link,) = store.read(links.links)
    tags = "utm_source=instagram&utm_medium=social&utm_campaign=spring"
    assert (link.address, link.draft.channel_id) == (f"https://guild.example/join?{tags}", 1)
    (code,) = store.read(links.codes)
    assert (code.draft.code, code.draft.campaign_id, code.draft.channel_id) == ("SPRING10", 1, None)
    (rule,) = store.read(assignment_rules.rules)
    assert (rule.draft.campaign_id, rule.draft.words, rule.draft.matching) == (1, "#spring", Matching.CONTAINS)


def test_a_theme_goes_to_the_posts_that_have_one_of_its_words(store: Store, read: Read) -> None:
    def add(tx: Transaction) -> None:
        channel = organisation.add_channel(tx, "Page", "facebook")
        for number, text in enumerate(("Our MEMBERS", "100 %", "1000 % more"), 1):
            row = {"source": "x", "external_key": str(number), "channel_id": channel, "text": text}
            tx.connection.execute(post.insert().values(**row, day=date(2026, 11, 2), precision="day"))

    store.write(add)
    store.write(apply_organisation, read('[[theme]]\nname = "members"\nwords = ["members", "100 %"]\n'))
    found = store.read(post_themes.themes_of, [1, 2, 3])
    assert {key: [theme.name for theme in themes] for key, themes in found.items()} == {1: ["members"], 2: ["members"]}
    store.write(undo.undo)
    assert store.read(post_themes.themes_of, [1, 2, 3]) == {}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('[[theme]]\nname = "members"\nwords = []\n', "theme 1 “members”, words: must name at least one word"),
        ('[[link]]\ntarget = "https://a.example"\nsource = "x"\nmedium = "y"\n', "link 1, campaign: is missing"),
        ('[[post_rule]]\ncampaign = "Spring"\nmatching = "like"\n', "matching: “like” is none of contains, all, any"),
        ('[[promo_code]]\ncode = "A"\ncampaign = "Spring"\n', "there is no campaign “Spring”"),
        (SPRING + '[[link]]\ntarget = "guild"\nsource = "x"\nmedium = "y"\ncampaign = "Spring"\n', "link 1, target:"),
    ],
)
def test_a_fault_names_its_place_and_nothing_is_written(store: Store, read: Read, written: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        store.write(apply_organisation, read(written))
    assert said in caught.value.message
    assert store.read(links.links) == ()
