# What people and CI call. `make demo` and `make test` need only Python, git and make: they set up .venv by themselves.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
JOBS ?= 3

.PHONY: demo test check format fuzz bench pictures clean help

help:
	@echo "make demo      open the dashboard on a temporary store with the sample organisation"
	@echo "make test      run the whole test suite"
	@echo "make check     formatting, lint, strict types, import contracts"
	@echo "make format    rewrite the code as 'make check' wants it"
	@echo "make fuzz      import 20 000 damaged files (FUZZ_CASES): all or nothing, and no traceback"
	@echo "make bench     print speed, bytes and memory beside their floors"
	@echo "make pictures  draw docs/pictures anew"

$(READY): pyproject.toml .ci/constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt -e '.[dev]'
	$(BIN)/python -m compileall -q smdash
	touch $(READY)

demo: $(READY)
	@$(BIN)/smdash demo

test: $(READY)
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

fuzz: $(READY)
	FUZZ_CASES=$(or $(FUZZ_CASES),20000) $(BIN)/python -m pytest -n $(JOBS) --dist worksteal tests/exchange/importing/test_fuzz.py

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	$(BIN)/python -m benchmarks

pictures: $(READY)
	$(BIN)/python docs/draw_pictures.py

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
