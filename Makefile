# Every target does all its own set-up and says what it is doing while it takes long.
# Needed on the machine: Python 3.11 or newer; Go for the engine, unless a pulumi of at least 3.200.0 is on PATH; for
# `make test` Go and Node.js, whose SDKs and programs are built.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON3 ?= python3
PYTHON := .venv/bin/python
PROJECTS := . emulator sdk/python
SOURCES := $(wildcard provider emulator policy cli tools tests __main__.py)

.PHONY: help demo test bench figures lint unit property crash fuzz audit format schema docs sdk release engine judges browser lock clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/ready ## a secret's whole life through the real engine, against the local emulator
	@$(PYTHON) -m tools.build_engine > /dev/null
	@$(PYTHON) -m tools.demo

test: lint unit ## everything that CI checks

bench: .venv/ready ## the figures that the docs promise, about 20 minutes
	@$(PYTHON) -m tools.build_engine > /dev/null
	@$(PYTHON) -m tests.benchmarks.run

figures: .venv/ready ## the same, written to docs/benchmarks.md
	@$(PYTHON) -m tools.build_engine > /dev/null
	@$(PYTHON) -m tests.benchmarks.run docs/benchmarks.md

lint: .venv/ready ## ruff, mypy, import-linter
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy $(SOURCES)
	@for program in examples/*/*.py; do .venv/bin/mypy $$program; done
	@.venv/bin/lint-imports --no-logo

unit: .venv/ready .judges/ready .browser/ready tools/docs/node_modules/ready ## all tests: unit, contract, emulator, engine
	@$(PYTHON) -m tools.build_engine > /dev/null
	@$(PYTHON) -m tools.build_sdks
	@$(PYTHON) -m tools.build_plugin > /dev/null
	@$(PYTHON) -m pytest -n 2 --dist worksteal

property: .venv/ready ## 20,000 deletions compared with what their previews said, other ones on every run
	@$(PYTHON) -m pytest -n 2 --timeout 3600 --hypothesis-profile long tests/property

fuzz: .venv/ready .fuzz/ready ## 100,000 messages to the plugin and 40,000 requests to the emulator: no crash, hang, unknown code or traceback
	@$(PYTHON) -m tests.fuzz.run
	@echo "20,000 more, chosen by the code that they reach"
	@PYTHONPATH=$$($(PYTHON) -c 'import site; print(site.getsitepackages()[0])'):.:emulator:provider .fuzz/bin/python \
		-m tests.fuzz.coverage_guided -runs=20000 -max_len=600 -len_control=0 -verbosity=0 -print_final_stats=1

crash: .venv/ready ## every way of dying, failing and being cancelled at every call of every story
	@$(PYTHON) -m pytest -n 2 --dist worksteal --timeout 3600 --every 1 tests/crash

record: .venv/ready ## keep the states that this version leaves behind, once before each release
	@$(PYTHON) -m tools.build_engine > /dev/null
	@$(PYTHON) -m tests.upgrades.record

audit: .audit/ready ## ask for known weaknesses of everything that is pinned; fails where nobody can be asked
	@for file in requirements/*.txt; do \
		.audit/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r $$file; done
	@for folder in sdk/nodejs tools/docs; do npm audit --prefix $$folder --package-lock-only; done
	@cd sdk/go && go run golang.org/x/vuln/cmd/govulncheck@v1.1.4 ./...

format: .venv/ready ## put the code into its one format
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

schema: .venv/ready ## write schema.json from the resource models
	@$(PYTHON) -m reprieve.schema > schema.json.new && mv schema.json.new schema.json

docs: .venv/ready tools/docs/node_modules/ready ## write the generated parts of the pages, and the diagrams
	@$(PYTHON) -m tools.docs

sdk: .venv/ready ## write sdk/ from schema.json
	@$(PYTHON) -m tools.generate_sdk

release: .venv/ready ## everything that is published, with checksums, in dist/
	@$(PYTHON) -m tools.release

engine: .venv/ready ## the Pulumi CLI and its language hosts, built once per machine
	@$(PYTHON) -m tools.build_engine

judges: .judges/ready ## the vendors' command line tools that judge the emulator

browser: .browser/ready ## Debian's chromium, which the test of the report's page opens

lock: .venv/ready ## recompile the pinned requirements, and those of the SDKs
	@$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" $(PROJECTS:%=%/pyproject.toml) requirements/dev.in -o requirements/dev.txt
	@$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" requirements/judges.in -o requirements/judges.txt
	@$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" requirements/fuzz.in -o requirements/fuzz.txt
	@$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" requirements/audit.in -o requirements/audit.txt
	@$(PYTHON) -m tools.pin_sdks

clean: ## remove what the targets made here (the engine's cache folder stays)
	@rm -rf .venv .judges .fuzz .audit .browser .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis tools/docs/node_modules dist build
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# the newest pips print what setuptools thinks of the generated SDK's project file
.venv/ready: .venv/packages $(PROJECTS:%=%/pyproject.toml)
	@PYTHONWARNINGS=ignore $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(PROJECTS:%=-e ./%)
	@touch $@

.venv/packages: requirements/dev.txt
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Reprieve needs Python 3.11 or newer, $(PYTHON3) is " + sys.version.split()[0])'
	@echo "installing the Python packages into .venv, about a minute, again only when the requirements change"
	@start=$$SECONDS; $(PYTHON3) -m venv .venv \
		&& $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt \
		&& echo "installed in $$((SECONDS - start)) s"
	@touch $@

.judges/ready: requirements/judges.txt
	@echo "installing the vendors' command line tools into .judges, about a minute, again only when the requirements change"
	@start=$$SECONDS; $(PYTHON3) -m venv .judges \
		&& .judges/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/judges.txt \
		&& echo "installed in $$((SECONDS - start)) s"
	@touch $@

tools/docs/node_modules/ready: tools/docs/package-lock.json
	@npm ci --prefix tools/docs --silent --no-audit --no-fund --ignore-scripts
	@touch $@

.browser/ready:
	@command -v chromium > /dev/null || { \
		echo "installing chromium with apt-get, about a minute, once per machine"; \
		as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$as_root apt-get update -qq && $$as_root apt-get install -qq --no-install-recommends chromium > /dev/null; }
	@mkdir -p .browser && touch $@

.fuzz/ready: requirements/fuzz.txt
	@echo "installing the coverage-guided fuzzer into .fuzz, again only when its requirements change"
	@$(PYTHON3) -m venv .fuzz && .fuzz/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@

.audit/ready: requirements/audit.txt
	@echo "installing pip-audit into .audit, again only when its requirements change"
	@$(PYTHON3) -m venv .audit && .audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/audit.txt
	@touch $@
