"""`python -m smdash` and the `smdash` script."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line with the arguments given and exit with its code."""
    # Loading libraries makes some hundred thousand objects, none of them garbage: looking through them for some, again
    # and again and once more at the end, would take a third of a command's time. The dashboard, which stays, looks
    # for garbage from its first data on.
    gc.set_threshold(500_000, 50, 50)
    from smdash.cli.main import run

    for stream in (sys.stdout, sys.stderr):
        if stream is not None and stream.encoding.casefold() != "utf-8":
            from smdash.cli.plain import accept_everything

            accept_everything(stream)
    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
