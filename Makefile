# Two commands do it all: `make report` and `make test`. Both set up what they need first; `make` alone prints this help.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report watch check verify site audit bench accuracy test test-all fuzz lint format lab strip lock axe clean

PYTHON ?= python3
CASE ?= huddinge-2021
# What a report is made with; the same names as in fordelning/report/parameters.py, and the only place here that has them.
PARAMETERS := CASE UNIT EDITION SOURCE YEARS SCENARIO SHARE OTHER SAME AMENDMENT
# Only what is given is handed on: an edition with other parameters is not replaced by one that nobody chose.
GIVEN := $(foreach name,$(filter-out CASE,$(PARAMETERS)),$(if \
	$(filter command,$(firstword $(origin $(name))))$(value $(name)),-p $(shell echo $(name) | tr A-Z a-z) "$$$(name)"))
# A misspelt parameter stops here; make itself would run on with the defaults.
UNKNOWN := $(strip $(foreach name,$(filter-out $(PARAMETERS) ARGS PYTHON PIP,$(.VARIABLES)),\
	$(if $(filter command,$(firstword $(origin $(name)))),$(name))))
ifneq ($(UNKNOWN),)
$(error okänd parameter $(UNKNOWN); parametrarna är $(PARAMETERS), ARGS och PYTHON)
endif
# What is given reaches the shell as it is, through the environment: neither make nor the shell expands anything in it.
$(foreach name,$(PARAMETERS) ARGS,$(eval override $(name) := $$(value $(name))))
export $(PARAMETERS) ARGS
# Containers often ask Python to keep no bytecode; each of the processes here would then compile the package anew.
unexport PYTHONDONTWRITEBYTECODE
# ARGS is divided at its spaces, and nothing else is done with it.
RUN := set -f; .venv/bin

PIP := .venv/bin/python -m pip --disable-pip-version-check install
PYTEST := .venv/bin/python -m pytest --numprocesses auto --dist loadfile
# In one line how far pip has come, which it tells in several lines a package itself. What goes wrong it says as it is.
define INSTALL
@echo "Hämtar och installerar paketen i $<; det kan ta några minuter."
@{ $(PIP) --no-color --progress-bar off --require-hashes -r $< || echo failed; } | { \
number=0; of=$$(grep -c '^[a-z].*==' $<); while read -r word name rest; do case $$word in \
Requirement | Ignoring) number=$$((number + 1)) ;; \
Collecting | Processing) number=$$((number + 1)); name=$${name##*/}; name=$${name%%==*}; \
	printf '\r  %s av %s: %-50.50s' $$number $$of "$${name%%-[0-9]*}" ;; \
Installing) printf '\r  Alla är hämtade och packas upp. %-50s\n' ;; \
failed) echo; echo "Paketen i $< kunde inte installeras; felet står ovan. Kör samma kommando igen." >&2; exit 1 ;; \
esac; done; }
endef

help: ## skriv den här hjälpen
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Parametrar: $(PARAMETERS), som make report CASE=huddinge-2021 UNIT=mnkr"
	@echo 'ARGS är tillägg till kommandot, som make lab ARGS="--no-browser --port 9999"; PYTHON är den Python som används.'

# The environment: made once, and again only when what it is made from has changed.
.venv/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 eller senare behövs; välj med PYTHON=")'
	@$(PYTHON) -c 'import ensurepip' || { echo "Python saknar ensurepip; installera systemets paket för venv." >&2; exit 1; }
	@echo "Skapar miljön i .venv."
	@$(PYTHON) -m venv .venv
	@touch .venv/made-by-make
	$(INSTALL)
	@echo "Installerar programmet."
	@$(PIP) --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: requirements-dev.txt requirements-alone.txt .venv/installed
	$(INSTALL)
	@$(PIP) --quiet --no-deps --require-hashes -r requirements-alone.txt
	@touch $@

.venv/installed-distributed: requirements-distributed.txt .venv/installed
	$(INSTALL)
	@touch $@

report: .venv/installed ## pröva fallet och gör dess rapporter i reports/
	@printf 'Prövar fallet %s och gör dess rapporter.\n' "$$CASE"
	@$(RUN)/fordelning report "$$CASE" $(GIVEN) $$ARGS

watch: .venv/installed ## visa utgåvan i webbläsaren och gör om den när en CSV-fil eller anteckningsbok sparas
	@$(RUN)/fordelning watch "$$CASE" $(GIVEN) $$ARGS

check: .venv/installed ## pröva fallet utan att göra någon rapport
	@$(RUN)/fordelning check "$$CASE" $(GIVEN) $$ARGS

verify: .venv/installed ## kontrollera fallets utgåva mot dess manifest, och gör den på nytt
	@$(RUN)/fordelning verify "reports/$${CASE##*/}" "$$CASE" $${SOURCE:+--source "$$SOURCE"} $$ARGS

site: .venv/installed ## gör en utgåva av varje fall, och en webbplats av dem och handledningen i site/
	@$(RUN)/fordelning batch --all
	@$(RUN)/fordelning site $$ARGS

test: .venv/installed-dev ## kör de snabba testerna, som tar högst tre minuter
	$(PYTEST) -m "not slow"

test-all: test ## kör de snabba testerna och sedan de långsamma: var och en en gång
	$(PYTEST) -m slow

fuzz: .venv/installed-dev ## pröva kommandona med skadade filer av alla slag, i en timme
	.venv/bin/python tests/fuzz.py --seconds 3600

bench: .venv/installed-distributed ## mät vad rapporterna kostar, som kvoter mellan körningar i tur och ordning
	.venv/bin/python bench/bench.py

accuracy: .venv/installed-dev ## mät hur ofta programmet har fel, på påhittade beslut och tabeller med planterade fel
	@.venv/bin/python bench/accuracy.py $$ARGS

lint: .venv/installed-dev ## granska kodens form, typerna och vad som får importera vad
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports --no-cache --no-logo
	.venv/bin/mypy --no-error-summary

audit: .venv/installed-dev ## sök kända sårbarheter i det som är låst, och pröva dess licenser
	@.venv/bin/python .ci/audit.py

format: .venv/installed-dev ## rätta kodens form
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lab: .venv/installed ## öppna anteckningsböckerna i JupyterLab
	@$(RUN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks $$([ "$$(id -u)" != 0 ] || echo --allow-root) $$ARGS

# What shows what a cell is for (its tags) and which kernel it wants is kept; all else a notebook has from having been run.
strip: .venv/installed ## ta bort utdata och annat efter körningar ur anteckningsböckerna
	@.venv/bin/jupyter nbconvert --log-level WARN --inplace --clear-output --ClearMetadataPreprocessor.enabled=True \
	--ClearMetadataPreprocessor.preserve_nb_metadata_mask='{"kernelspec", ("language_info", "name")}' \
	--ClearMetadataPreprocessor.preserve_cell_metadata_mask='{"tags"}' notebooks/*.ipynb

lock: .venv/installed-dev ## räkna om requirements*.txt ur requirements*.in
	.venv/bin/uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command "make lock" -o requirements.txt
	.venv/bin/uv pip compile requirements-distributed.in --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command "make lock" -o requirements-distributed.txt
	.venv/bin/uv pip compile requirements-dev.in --universal --python-version 3.11 --generate-hashes --quiet --custom-compile-command "make lock" -o requirements-dev.txt
	.venv/bin/uv pip compile requirements-alone.in --universal --python-version 3.11 --generate-hashes --no-deps --quiet --custom-compile-command "make lock" -o requirements-alone.txt

axe: ## hämta den nyaste axe-core, som testerna prövar sidorna mot WCAG med (behöver npm)
	cd tests/axe-core && npm pack --silent axe-core && tar -xzf axe-core-*.tgz --strip-components=1 \
	package/axe.min.js package/LICENSE package/LICENSE-3RD-PARTY.txt && rm axe-core-*.tgz

clean: ## ta bort miljön och utgåvorna, men inget annat som ligger bland dem
	@if [ -x .venv/bin/fordelning ]; then .venv/bin/fordelning clean; \
	else echo "Miljön saknas: utgåvorna i reports/ ligger kvar."; fi
	@if [ -e .venv/made-by-make ]; then rm -rf .venv; \
	elif [ -e .venv ]; then echo ".venv är inte gjord av make och ligger kvar."; fi
