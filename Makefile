# Two commands matter: `make run` opens the demo of every country, `make test` runs everything. Both set up what they need.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready-$(shell cat requirements.txt requirements-dev.txt pyproject.toml | cksum | cut -d' ' -f1)
MEANING_VENV := .venv-meaning
MEANING_STAMP := $(MEANING_VENV)/.ready-$(shell cat requirements-dev.txt requirements-meaning.txt pyproject.toml | cksum | cut -d' ' -f1)
RUN_STAMP := $(VENV)/.ready-run-$(shell cat requirements.txt pyproject.toml | cksum | cut -d' ' -f1)

# Memory in large pages: where a machine is itself rented out of a larger one, Python then needs a third less time.
export GLIBC_TUNABLES ?= glibc.malloc.hugetlb=1
export PYTHONMALLOC ?= malloc

.PHONY: pages help run test check check-all bench soak lock format setup system ready golden test-meaning

help:
	@echo "make run      the demo of every country at http://localhost:$(PORT)/ (PORT=8080 for another)"
	@echo "make test     every check and every test, on SQLite and PostgreSQL, with a real browser"
	@echo "make check-all  as make test, with every screen and place of every country and 5,000 broken packs, and with the real sentence vectors (over an hour)"
	@echo "make check    format, lint, types, layers, templates, packs: the quick part of make test"
	@echo "make bench    measures, and writes bench/results.md"
	@echo "make soak     100,000 turns by every door while everything goes wrong (TURNS=5000 for fewer); into bench/results.md"
	@echo "make format   puts code into shape;  make golden rewrites the transcripts;  make lock renews the locks"
	@echo "make pages    writes docs/translations.md, docs/content-report.md, docs/data.md, docs/casework.md and docs/referrals.md anew"

run: $(RUN_STAMP)
	@$(BIN)/kapea serve --port $(PORT) --demo

test: ready check
	@scripts/test

check-all: ready check test-meaning
	@KAPEA_EVERY_PAGE=1 scripts/test

test-meaning: $(MEANING_STAMP)
	@$(MEANING_VENV)/bin/python -m pytest -q -m meaning tests/hearing

check: setup
	@scripts/check

bench: ready
	@$(BIN)/python -m bench

TURNS ?= 100000
soak: setup
	@$(BIN)/python -m bench.soak $(TURNS)

format: setup
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

pages: setup
	@$(BIN)/kapea translate page packs/*
	@$(BIN)/kapea report packs/*
	@$(BIN)/python scripts/data_page.py
	@$(BIN)/python scripts/casework_page.py
	@$(BIN)/python scripts/referrals_page.py

golden: setup
	@$(BIN)/python -m pytest -q tests/golden --update-golden

setup: $(STAMP)

$(STAMP): requirements.txt requirements-dev.txt pyproject.toml
	@$(PYTHON) scripts/setup.py $(VENV) requirements-dev.txt
	@touch $@

$(MEANING_STAMP): requirements-dev.txt requirements-meaning.txt pyproject.toml
	@$(PYTHON) scripts/setup.py $(MEANING_VENV) requirements-dev.txt requirements-meaning.txt
	@touch $@

$(RUN_STAMP): requirements.txt pyproject.toml
	@$(PYTHON) scripts/setup.py $(VENV) requirements.txt
	@touch $@

system:
	@scripts/system

ready: # both at once: one mostly waits for the network
	@$(MAKE) --no-print-directory -j2 setup system

UV := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml
lock: setup
	@$(UV) --group build -o requirements.txt
	@$(UV) --extra hearing --extra recordings --group build --group dev -c requirements.txt -o requirements-dev.txt
	@$(UV) --extra meaning --group build -c requirements-dev.txt -o requirements-meaning.txt
