"""Make the exports of the sample organisation anew: the same seed gives the same files.

    python sample_data/generate.py

The TOML files beside this one are written by hand; only time reports and post exports come from here.
"""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
FIRST, LAST = date(2025, 10, 1), date(2026, 11, 19)
TOGGL = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount ()"
).split(",")
FACEBOOK = (
    "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Caption type,Permalink,Is crosspost,"
    "Is share,Post type,Languages,Custom labels,Funded content status,Data comment,Date,Views,Reach,"
    '"Reactions, Comments and Shares",Reactions,Comments,Shares,Total clicks,Other Clicks,'
    "Matched Audience Targeting Consumption (Photo Click),Link Clicks,Seconds viewed,Average Seconds viewed"
)
INSTAGRAM = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,"
    "Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves"
).split(",")

ORDERS = (
    "Name,Email,Financial Status,Paid at,Currency,Total,Discount Code,Created at,Lineitem quantity,Lineitem name,"
    "Note Attributes,Cancelled at,Refunded Amount,Id"
).split(",")
TOUCHES = "conversion_id,timestamp,utm_source,utm_medium,utm_campaign,channel".split(",")
# first and last day, and how many join for 245.00 by a link or a code of the autumn
JOINED = ((date(2026, 10, 1), date(2026, 10, 30), 13), (date(2026, 11, 2), date(2026, 11, 18), 10))

# campaign -> first and last day on which the team works on it
CAMPAIGNS = {
    "Annual event 2025": (date(2025, 10, 1), date(2025, 11, 14)),
    "Spring membership": (date(2026, 1, 19), date(2026, 5, 29)),
    "Online courses": (date(2026, 1, 5), LAST),
    "Annual event 2026": (date(2026, 6, 15), date(2026, 11, 13)),
    "Autumn membership": (date(2026, 9, 14), LAST),
    "Always-on": (FIRST, LAST),
}
# The team labels its posts and exports them label by label; some posts were never labelled.
UNLABELLED = "unlabelled"
# person -> chance to work on a day, entries a day at most, what they do
TEAM = {
    "ana": (0.95, 5, ("content", "reporting", "meetings", "ads")),
    "ben": (0.85, 5, ("community", "content", "community")),
    "carla": (0.45, 3, ("design", "video")),
}
NOTES = {
    "content": (
        "posts for the week",
        "newsletter teaser",
        "carousel on certification",
        "speaker quotes",
        "blog to post",
    ),
    "reporting": ("numbers for the board", "weekly figures", "platform exports"),
    "meetings": ("planning", "board call", "agency call", "team meeting"),
    "ads": ("audiences and budgets", "new ad set", "creative test"),
    "community": ("answering comments", "member questions", "messages", "group moderation"),
    "design": ("templates", "banner set", "story frames"),
    "video": ("cut of the interview", "captions", "short for the event"),
}
TOPICS = {
    "Annual event 2025": ("Thank you for three great days", "Recordings of the sessions are online"),
    "Spring membership": ("Why members renew", "What the guild does for you", "Join before the end of May"),
    "Online courses": ("New course: budgets that hold", "Course of the month", "Five places left"),
    "Annual event 2026": ("Speaker: hybrid events", "Early registration ends on Friday", "Behind the scenes"),
    "Autumn membership": (
        "A year of the guild for newcomers",
        "Ask a member",
        "Join now, the rest of the year is free",
    ),
    "Always-on": ("Question of the week", "Job board", "Reading list", "Member portrait"),
}


def working_days() -> list[date]:
    """Mondays to Fridays of the five quarters, without the days around the turn of the year."""
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    return [day for day in days if day.weekday() < 5 and (day.month, day.day) not in {(12, 25), (12, 26), (1, 1)}]


def open_campaigns(day: date) -> list[str]:
    """The campaigns worked on that day."""
    return [name for name, (first, last) in CAMPAIGNS.items() if first <= day <= last]


def time_rows(random: Random) -> list[list[str]]:
    """Entries of the team, as Toggl prints them."""
    rows = []
    for day in working_days():
        for person, (chance, most, activities) in TEAM.items():
            if random.random() > chance:
                continue
            at = datetime.combine(day, datetime.min.time()) + timedelta(hours=9, minutes=5 * random.randrange(12))
            for _ in range(random.randint(1, most)):
                length = timedelta(minutes=15 * random.randint(2, 9))
                campaign, activity = random.choice(open_campaigns(day)), random.choice(activities)
                if activity == "meetings" and random.random() < 0.4:
                    campaign = ""  # a meeting about everything
                rows.append(entry(random, person, campaign, activity, at, length))
                at += length + timedelta(minutes=5 * random.randrange(9))
    late = datetime(2026, 10, 8, 22, 30)
    rows.append(entry(random, "ben", "Annual event 2026", "community", late, timedelta(hours=3)))
    return rows


def entry(random: Random, person: str, campaign: str, activity: str, start: datetime, length: timedelta) -> list[str]:
    """One entry of the report."""
    end, minutes = start + length, int(length.total_seconds()) // 60
    note = random.choice(NOTES[activity]) if random.random() < 0.7 else ""
    return [
        person, f"{person}@harborguild.example", "", campaign, activity, note, "No",
        f"{start:%Y-%m-%d}", f"{start:%H:%M:%S}", f"{end:%Y-%m-%d}", f"{end:%H:%M:%S}",
        f"{minutes // 60:02d}:{minutes % 60:02d}:00", "", "",
    ]  # fmt: skip


def posts(random: Random, chance: float) -> list[tuple[datetime, str, str, int]]:
    """When something was posted, for which campaign, with which text, and how many people saw it."""
    found = []
    for day in working_days():
        if random.random() < chance:
            campaign = random.choice(open_campaigns(day))
            moment = datetime.combine(day, datetime.min.time()) + timedelta(hours=random.choice((8, 9, 12, 17, 18)))
            growth = 1 + (day - FIRST).days / 900
            found.append((moment, campaign, random.choice(TOPICS[campaign]), int(random.gauss(1500, 420) * growth)))
    return found


def label_of(random: Random, campaign: str) -> str:
    """The label a post got: its campaign's, but every-day posts are sometimes forgotten."""
    return UNLABELLED if campaign == "Always-on" and random.random() < 0.06 else campaign


def facebook_rows(random: Random) -> list[tuple[str, list[str]]]:
    """Posts of the page with their labels; the newest ones have no reach yet."""
    rows = []
    for number, (moment, campaign, text, seen) in enumerate(posts(random, 0.75)):
        views = max(180, seen)
        reach = "" if moment.date() > date(2026, 11, 17) else str(int(views * 0.82))
        reactions, comments = int(views * random.uniform(0.012, 0.03)), random.randrange(9)
        shares, clicks = random.randrange(7), int(views * random.uniform(0.006, 0.02))
        post_id = str(1_220_000_000_000_000 + 7919 * number)
        label = label_of(random, campaign)
        rows.append((label, [
            post_id, "100064210987654", "Harbor Guild", text, f"{text}. #{campaign.split()[0].lower()}", "0",
            f"{moment:%m/%d/%Y %H:%M}", "", f"https://www.facebook.com/harborguild/posts/{post_id}", "0", "0",
            random.choice(("Photos", "Links", "Videos")), "", "" if label == UNLABELLED else label, "", "", "Lifetime", str(views), reach,
            str(reactions + comments + shares), str(reactions), str(comments), str(shares), str(clicks),
            "", "", str(int(clicks * 0.6)), "", "",
        ]))  # fmt: skip
    return rows


def instagram_rows(random: Random) -> list[tuple[str, list[str]]]:
    """Posts of the account with their labels."""
    rows = []
    for number, (moment, campaign, text, seen) in enumerate(posts(random, 0.65)):
        views = max(120, int(seen * 0.8))
        post_id = str(17_980_000_000_000_000 + 6101 * number)
        rows.append((label_of(random, campaign), [
            post_id, "17841400000000077", "harborguild", "Harbor Guild", f"{text} #{campaign.split()[0].lower()}", "0",
            f"{moment:%m/%d/%Y %H:%M}", f"https://www.instagram.com/p/{post_id}/",
            random.choice(("IG image", "IG carousel", "IG reel")), "", "Lifetime", str(views), str(int(views * 0.86)),
            str(int(views * random.uniform(0.018, 0.045))), str(random.randrange(9)), str(random.randrange(4)),
            str(random.randrange(12)), str(random.randrange(14)),
        ]))  # fmt: skip
    return rows


def sale_rows(random: Random) -> tuple[list[list[str]], list[list[str]]]:
    """Orders of the autumn as a shop prints them, and what is known of the way to some of them."""
    moments = [
        datetime.combine(first, datetime.min.time()) + timedelta(
            days=random.randrange((last - first).days + 1), hours=random.randrange(8, 22), minutes=random.randrange(60)
        )
        for first, last, count in JOINED
        for _ in range(count)
    ]  # fmt: skip
    orders, touches = [], []
    marks = ["facebook/paid/reel", "instagram/social/bio", "newsletter/email/", "AUTUMN10"]
    for number, moment in enumerate([*sorted(moments), datetime(2026, 11, 12, 20, 15)], 2101):
        mark = random.choice(marks) if number < 2101 + len(moments) else "PODCAST"  # a code nobody wrote down
        source, medium, content = mark.split("/") if "/" in mark else ("", "", "")
        tags = f"utm_source: {source}\nutm_medium: {medium}\nutm_campaign: autumn26\nutm_content: {content}"
        at = f"{moment:%Y-%m-%d %H:%M}:00 {'-0400' if moment < datetime(2026, 11, 1, 2) else '-0500'}"
        orders.append([
            f"#{number}", f"member{number}@example.org", "paid", at, "USD", "245.00", "" if source else mark, at, "1",
            "Membership 2027", tags if source else "", "", "0.00", str(5_520_000_000 + number),
        ])  # fmt: skip
        for days in sorted(random.sample(range(1, 20), random.randrange(4) if mark != "PODCAST" else 0), reverse=True):
            first = random.choice(("instagram,social,autumn26,harborguild", "facebook,social,courses26,Harbor Guild",
                                   "newsletter,email,autumn26,Newsletter", "direct,(none),,"))  # fmt: skip
            touches.append(
                [f"#{number}", f"{moment - timedelta(days=days):%Y-%m-%d %H:%M}:00 -0500", *first.split(",")]
            )
    return orders, touches


def write(path: Path, header: list[str], rows: list[list[str]], encoding: str) -> None:
    """A CSV file as the platforms write theirs."""
    with path.open("w", encoding=encoding, newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)


def write_posts(platform: str, header: list[str], labelled: list[tuple[str, list[str]]]) -> None:
    """One export for each label."""
    for label in sorted({label for label, _ in labelled}):
        name = f"{platform}_{label.lower().replace(' ', '-')}.csv"
        write(HERE / "posts" / name, header, [row for own, row in labelled if own == label], "utf-8-sig")


def main() -> None:
    """Write all files."""
    random = Random(2026)
    entries = time_rows(random)
    quarters = {(int(row[7][:4]), (int(row[7][5:7]) + 2) // 3) for row in entries}
    for year, quarter in sorted(quarters):
        part = [row for row in entries if (int(row[7][:4]), (int(row[7][5:7]) + 2) // 3) == (year, quarter)]
        write(HERE / "time" / f"toggl_{year}-Q{quarter}.csv", TOGGL, part, "utf-8-sig")
    write_posts("facebook", next(csv.reader([FACEBOOK])), facebook_rows(random))
    write_posts("instagram", INSTAGRAM, instagram_rows(random))
    orders, touches = sale_rows(Random(2027))
    write(HERE / "sales" / "orders_2026-Q4.csv", ORDERS, orders, "utf-8")
    write(HERE / "sales" / "touches_2026-Q4.csv", TOUCHES, touches, "utf-8")


if __name__ == "__main__":
    main()
