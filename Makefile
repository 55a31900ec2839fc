# Two commands do it all: `make report` and `make test`. Both set up what they need first; `make` alone prints this help.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report watch check verify bench test test-all fuzz lint format lab lock clean

PYTHON ?= python3
CASE ?= huddinge-2021
UNIT ?=
EDITION ?=
# What is given reaches the shell as it is, through the environment: neither make nor the shell expands anything in it.
override CASE := $(value CASE)
override UNIT := $(value UNIT)
override EDITION := $(value EDITION)
export CASE UNIT EDITION
# Only what is given is handed on: an edition with other parameters is not replaced by one that nobody chose.
GIVEN = $${UNIT:+-p unit "$$UNIT"} $${EDITION:+-p edition "$$EDITION"}
# A misspelt parameter stops here; make itself would run on with the defaults.
UNKNOWN := $(strip $(foreach name,$(filter-out CASE UNIT EDITION PYTHON PIP,$(.VARIABLES)),\
	$(if $(filter command,$(firstword $(origin $(name)))),$(name))))
ifneq ($(UNKNOWN),)
$(error okänd parameter $(UNKNOWN); parametrarna är CASE, UNIT, EDITION och PYTHON)
endif

PIP := .venv/bin/python -m pip --disable-pip-version-check install --quiet
PYTEST := .venv/bin/python -m pytest --numprocesses auto --dist loadfile

help: ## skriv den här hjälpen
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Parametrar: CASE=$$CASE UNIT=tkr|mnkr|kr EDITION=ÅÅÅÅ-MM-DD PYTHON=python3"

# The environment: made once, and again only when what it is made from has changed.
.venv/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 eller senare behövs; välj med PYTHON=")'
	@$(PYTHON) -c 'import ensurepip' || { echo "Python saknar ensurepip; installera systemets paket för venv." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	touch .venv/made-by-make
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(PIP) --require-hashes -r requirements-dev.txt
	touch $@

.venv/installed-distributed: requirements-distributed.txt .venv/installed
	$(PIP) --require-hashes -r requirements-distributed.txt
	touch $@

report: .venv/installed ## pröva fallet och gör dess rapporter i reports/
	.venv/bin/fordelning report "$$CASE" $(GIVEN)

watch: .venv/installed ## visa utgåvan i webbläsaren och gör om den när en CSV-fil eller anteckningsbok sparas
	.venv/bin/fordelning watch "$$CASE" $(GIVEN)

check: .venv/installed ## pröva fallet utan att göra någon rapport
	.venv/bin/fordelning check "$$CASE" $(GIVEN)

verify: .venv/installed ## kontrollera fallets utgåva mot dess manifest, och gör den på nytt
	.venv/bin/fordelning verify "reports/$${CASE##*/}" "$$CASE"

test: .venv/installed-dev ## kör de snabba testerna, som tar högst tre minuter
	$(PYTEST) -m "not slow"

test-all: test ## kör de snabba testerna och sedan de långsamma: var och en en gång
	$(PYTEST) -m slow

fuzz: .venv/installed-dev ## pröva kommandona med skadade filer av alla slag, i en timme
	.venv/bin/python tests/fuzz.py --seconds 3600

bench: .venv/installed-distributed ## mät vad rapporterna kostar, som kvoter mellan körningar i tur och ordning
	.venv/bin/python bench/bench.py

lint: .venv/installed-dev ## granska kodens form, och vad som får importera vad
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports --no-cache --no-logo

format: .venv/installed-dev ## rätta kodens form
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lab: .venv/installed ## öppna anteckningsböckerna i JupyterLab
	.venv/bin/jupyter lab notebooks

lock: .venv/installed-dev ## räkna om requirements*.txt ur requirements*.in
	.venv/bin/uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command "make lock" -o requirements.txt
	.venv/bin/uv pip compile requirements-distributed.in --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command "make lock" -o requirements-distributed.txt
	.venv/bin/uv pip compile requirements-dev.in --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command "make lock" -o requirements-dev.txt

clean: ## ta bort miljön och utgåvorna, men inget annat som ligger bland dem
	@if [ -x .venv/bin/fordelning ]; then .venv/bin/fordelning clean; \
	else echo "Miljön saknas: utgåvorna i reports/ ligger kvar."; fi
	@if [ -e .venv/made-by-make ]; then rm -rf .venv; \
	elif [ -e .venv ]; then echo ".venv är inte gjord av make och ligger kvar."; fi
