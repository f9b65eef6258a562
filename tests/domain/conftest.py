"""Properties are tried on the same examples each time, so that a failure is the code's and not the day's."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")
