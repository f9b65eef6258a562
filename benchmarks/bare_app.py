"""The least a Textual app does: one line on the screen. With names of packages as arguments it imports these before.

The floor of the dashboard's start; it ends with its terminal.
"""

import sys
from importlib import import_module

READY = "bare app is ready"


def main() -> None:
    """Import what is named, then paint."""
    for name in sys.argv[1:]:
        import_module(name)
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Bare(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(READY)

    Bare().run()


if __name__ == "__main__":
    main()
