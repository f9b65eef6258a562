"""The box of links: make and copy links, keep promo codes, and say whose the sales are that match nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.domain.sales import sales_words
from smdash.store import claims, links, matching
from smdash.store.organisation import names_of
from smdash.store.register import Register, load_register
from smdash.tui.panes.campaigns.links.forms import assign_form, code_form, link_form
from smdash.tui.panes.campaigns.links.rows import COLUMNS, note, register_rows
from smdash.tui.screens.box import Box
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.safe import content, drawn, notify, put_text
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from smdash.domain.links import Link
    from smdash.store.store import Snapshot
    from smdash.tui.app import SmdashApp

_HINT = "n link · c code · Enter edit or assign · y copy · d archive · m match · a all · Esc"
_READ_HINT = "y copy · a all · Esc"


class LinksBox(Box[None]):
    """Links, codes and unmatched sales of one campaign, or of all; it reads anew after each write."""

    DEFAULT_CSS = """
    LinksBox RowTable { height: 1fr; }
    LinksBox #links-hint { color: $role-muted; height: auto; max-height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new_link", show=False),
        Binding("c", "new_code", show=False),
        Binding("e", "open", show=False),
        Binding("y", "copy", show=False),
        Binding("d", "remove", show=False),
        Binding("a", "all", show=False),
        Binding("m", "known", show=False),
    ]

    def __init__(self, campaign_id: int | None) -> None:
        super().__init__()
        self._campaign = self._only = campaign_id
        self._found: Register | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -wide"):
            yield Static(id="links-title", classes="box-title")
            yield RowTable(COLUMNS, show_header=False)
            hint = _READ_HINT if self._dashboard.viewer else _HINT
            yield Static(content(drawn(self._dashboard, hint)), id="links-hint")

    def on_mount(self) -> None:
        """Read what there is."""
        self.query_one(RowTable).focus()
        self._read()

    @property
    def _dashboard(self) -> SmdashApp:
        return cast("SmdashApp", self.app)

    def _read(self) -> None:
        self.run_worker(self._load(), group="links", exclusive=True)

    async def _load(self) -> None:
        self._found = found = await self._dashboard.live.read(load_register, self._only)
        whose = found.campaigns.get(self._only or 0, "") if self._only else "all campaigns"
        put_text(self.query_one("#links-title", Static), f"Links and codes · {whose}")
        self.query_one(RowTable).set_rows(register_rows(found), note=note(found))

    # Keys

    def on_row_table_row_chosen(self, _event: RowTable.RowChosen) -> None:
        """Enter opens what is under the cursor."""
        self.action_open()

    def action_new_link(self) -> None:
        """Make a link."""
        if (found := self._writable()) is not None:
            self._ask(link_form(found, None, self._campaign, self._write_and_offer))

    def action_new_code(self) -> None:
        """Add a promo code."""
        if (found := self._writable()) is not None:
            self._ask(code_form(found, None, self._campaign, self._write_and_offer))

    def action_open(self) -> None:
        """Edit a link or a code; say whose a mark is."""
        found = self._writable()
        if found is None:
            return
        kind, number = self._chosen()
        if kind == "wait":
            self._ask(assign_form(found, found.waiting[number], self._write))
        elif kind == "link":
            link = next(one for one in found.links if one.id == number)
            self._edit_link(found, link)
        elif kind == "code":
            code = next(one for one in found.codes if one.id == number)
            self._ask(code_form(found, code, self._campaign, self._write_and_offer))

    def action_copy(self) -> None:
        """Copy a link or a code, through the terminal."""
        kind, number = self._chosen()
        found = self._found
        if found is None or kind not in ("link", "code"):
            return
        addresses = {("link", one.id): one.address for one in found.links}
        codes = {("code", one.id): one.draft.code for one in found.codes}
        text = (addresses | codes)[kind, number]
        self.app.copy_to_clipboard(text)
        notify(self.app, f"Copied {text}")

    def action_remove(self) -> None:
        """Archive a link or a code, forget a rule; after naming it."""
        if self._writable() is None:
            return
        kind, number = self._chosen()
        writes: dict[str, tuple[str, str, Callable[..., Any]]] = {
            "link": (
                "Archive this link? Its sales stay; those to come are matched as before.",
                "Archive",
                links.archive_link,
            ),
            "code": (
                "Archive this code? Its sales stay; those to come are matched as before.",
                "Archive",
                links.archive_code,
            ),
            "rule": ("Forget this? What was assigned stays; later sales wait again.", "Forget", matching.forget_rule),
        }
        if kind not in writes:
            return
        question, yes, fn = writes[kind]
        table = self.query_one(RowTable)
        named = table.text_of(table.current_key or "")

        async def answered() -> None:
            if await self._dashboard.push_screen_wait(Confirm(question, named, yes)) is True:
                await self._write(fn, number)

        self.run_worker(answered(), group="remove")

    def action_known(self) -> None:
        """Give waiting sales to the campaigns that are known for them by now."""
        if self._writable() is not None:
            self._offer(ask_always=True)

    def action_all(self) -> None:
        """Show links of all campaigns, or only of the one the box was opened on."""
        self._only = self._campaign if self._only is None else None
        self._read()

    # Writing

    def _writable(self) -> Register | None:
        if self._dashboard.viewer:
            notify(self.app, "You are a viewer here: nothing can be changed.", severity="warning")
            return None
        return self._found

    def _chosen(self) -> tuple[str, int]:
        kind, _, number = str(self.query_one(RowTable).current_key or "").partition(":")
        return kind, int(number or 0)

    def _ask(self, form: Form[None]) -> None:
        self.app.push_screen(form)

    def _edit_link(self, found: Register, link: Link) -> None:
        async def opened() -> None:
            post, sales = await self._dashboard.live.read(_used, link)
            if sales:
                notify(self.app, f"{sales_words(sales)} came by this link: they stay where they are.")
            self._ask(link_form(found, link, self._campaign, self._write_and_offer, post))

        self.run_worker(opened(), group="open", exclusive=True)

    async def _write_and_offer(self, fn: Callable[..., Any], *args: Any) -> Any:
        """Write, then ask whether sales that wait and bear what was added should be assigned."""
        result = await self._write(fn, *args)
        self._offer()
        return result

    def _offer(self, *, ask_always: bool = False) -> None:
        async def asked() -> None:
            count, named = await self._dashboard.live.read(_claimed)
            if not count:
                if ask_always:
                    notify(self.app, "No waiting sale bears a known link, utm_campaign or code.")
                return
            question = f"{sales_words(count)} that wait bear what is known now. Assign them?"
            if await self._dashboard.push_screen_wait(Confirm(question, named, "Assign", "Let them wait")) is True:
                await self._write(claims.claim)

        self.run_worker(asked(), group="remove")

    async def _write(self, fn: Callable[..., Any], *args: Any) -> Any:
        result = await self._dashboard.write(fn, *args)
        self._read()
        return result


def _used(snapshot: Snapshot, link: Link) -> tuple[str, int]:
    return links.post_name(snapshot, link.draft.post_id), links.sales_of(snapshot, link.id)


def _claimed(snapshot: Snapshot) -> tuple[int, str]:
    """How many waiting sales are known by now, and what they come to by campaign."""
    found = claims.claimed(snapshot)
    names = names_of(snapshot, "campaign")
    counts = Counter(names[match.campaign_id] for _, match in found)
    return len(found), "\n".join(f"{name}: {sales_words(count)}" for name, count in counts.most_common(5))
