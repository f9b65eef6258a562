"""`python -m smdash` and the `smdash` script."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line with the arguments given and exit with its code."""
    from smdash.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
