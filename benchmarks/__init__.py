"""Speed, bytes and memory, each measured beside its floor in the same run: `python -m benchmarks`."""
