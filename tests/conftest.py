"""What holds for every test."""

from __future__ import annotations

import gc

# As smdash itself does when it starts: most objects of a run stay until its end, and looking through all of them for
# garbage at Python's usual pace takes a fifth of the time.
gc.set_threshold(100_000, 20, 50)
