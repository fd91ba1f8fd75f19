# Relevo. Every target makes its own .venv from a bare Python 3.11 or newer; the second time that costs nothing.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed-for
# Options for the command behind a target: make test ARGS='-k ranking', make demo ARGS=--help
ARGS ?=
# Another interpreter: make test PYTHON=python3.13
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; exit; }; done; echo python3)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input

# As pip does for what it installs: commands start a quarter of a second sooner, also where Python writes no bytecode.
COMPILE := $(BIN)/python -m compileall -q clients planner server protos/generated

# An environment knows the folder it was made for: after a move its commands would point nowhere.
ifneq ($(shell cat $(STAMP) 2>/dev/null),$(CURDIR))
.PHONY: $(STAMP)
endif

.DEFAULT_GOAL := help
.PHONY: help install demo serve test lint format proto breaking bench bench-planner bench-ranking bench-import \
  bench-meeting \
  fuzz-planner constraints clean

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Relevo needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || echo missing)." >&2; \
	  echo "Install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$$($(PYTHON) --version) here has no venv or no ensurepip, which Relevo's environment needs." >&2; \
	  echo "Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing into $(CURDIR)/$(VENV): some minutes the first time." >&2
	@if [ -f $(STAMP) ] && [ "$$(cat $(STAMP))" != "$(CURDIR)" ] || ! $(BIN)/python -c '' 2>/dev/null; then \
	  $(PYTHON) -m venv --clear $(VENV); fi
	@$(PIP) install --require-hashes -r constraints.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(COMPILE)
	@printf '%s\n' '$(CURDIR)' > $(STAMP)

install: $(STAMP) ## only make the environment
	@:

demo: $(STAMP) ## a plan for the bundled sample, from records to explanation
	@$(BIN)/relevo demo $(ARGS)

serve: $(STAMP) ## keep a server up on the same records
	@$(BIN)/relevo serve $(ARGS)

# $(call check,name,command): run a command, say on stderr how it went and how long it took, remember a failure.
define check
start=$$(date +%s); \
if $(2); then went=ok; else went=FAILED; failed=1; fi; \
printf '== %-16s %-6s %4d s\n' '$(1)' $$went $$(($$(date +%s) - start)) >&2;
endef

lint: $(STAMP) ## style, types, layers, protos, freshness of generated code
	@failed=0; \
	$(call check,ruff,$(BIN)/ruff check --quiet .) \
	$(call check,format,$(BIN)/ruff format --check --quiet .) \
	$(call check,mypy,$(BIN)/mypy) \
	$(call check,layers,$(BIN)/lint-imports --no-logo pyproject.toml >$(VENV)/layers.log || { cat $(VENV)/layers.log; false; }) \
	$(call check,protos,$(BIN)/python protos/generate.py --lint) \
	$(call check,generated code,$(BIN)/python protos/generate.py --check) \
	exit $$failed

# The tests run even where lint found something, so that one run shows every fault.
test: $(STAMP) ## lint, then every test
	@failed=0; \
	$(MAKE) --no-print-directory lint || failed=1; \
	$(call check,pytest,$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)) \
	exit $$failed

format: $(STAMP) ## lay out code and protos as lint wants them
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . && $(BIN)/buf format --write

proto: $(STAMP) ## generate protos/generated from the protos
	@$(BIN)/python protos/generate.py

breaking: $(STAMP) ## what breaks old clients: make breaking SINCE=v0.1.0
	@$(BIN)/python protos/generate.py --breaking $(or $(SINCE),HEAD)

bench: $(STAMP) ## measure the planner in a few minutes: three rungs of the ladder, results in build/bench
	@$(COMPILE)
	@$(BIN)/python -m benchmarks.planner --short --out build/bench $(ARGS)

bench-planner: $(STAMP) ## measure the planner on the whole ladder, general solvers beside it: three hours
	@$(COMPILE)
	@$(BIN)/python -m benchmarks.planner $(ARGS)

fuzz-planner: $(STAMP) ## ten thousand tiny questions against every plan there is: about half an hour
	@$(BIN)/python -m benchmarks.fuzz $(ARGS)

bench-ranking: $(STAMP) ## judge rankings on what came next, death certificates and SESNSP: a few minutes
	@$(BIN)/python -m benchmarks.ranking $(ARGS)

bench-import: $(STAMP) ## measure imports of ten full national years, and the national ranking: some minutes
	@$(BIN)/python -m benchmarks.importing $(ARGS)

bench-meeting: $(STAMP) ## change pins and facts and see how soon a plan follows: some minutes
	@$(BIN)/python -m benchmarks.meeting $(ARGS)

# The pins come from the public index alone, whatever this machine's pip is told.
constraints: ## resolve constraints.txt anew
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && $(PYTHON) -m venv "$$tools" && \
	export PIP_CONFIG_FILE=/dev/null && unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL && \
	"$$tools/bin/pip" --quiet install pip-tools && \
	sed -n '/^#/p;/^[^#]/q' constraints.txt > "$$tools/head" && \
	"$$tools/bin/pip-compile" --quiet --upgrade --all-extras --strip-extras --allow-unsafe --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	  --output-file "$$tools/body" pyproject.toml && \
	cat "$$tools/head" "$$tools/body" > constraints.txt

clean: ## remove the environment and every cache; records stay
	@rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
