# Slipboard.  `make` shows what there is; `make demo` shows what it does.

PYTHON ?= python3
CLOCK ?= real
REPLICAS ?= 1
DEVSTACK = $(PYTHON) -m devstack
INSIDE = .venv/bin/python -m

.DEFAULT_GOAL := help
.PHONY: help setup demo up down run seed logs test check lock bench \
	test-unit test-contract test-service test-e2e test-browser test-faults test-compose test-fresh

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing: Debian packages, Python environment, front end
	@$(DEVSTACK) setup

demo: ## one day of the demo chain, told step by step
	@$(DEVSTACK) demo

run: ## the stack on http://127.0.0.1:8000 until Ctrl-C, log-ins shown [CLOCK=real REPLICAS=1]
	@$(DEVSTACK) run --clock $(CLOCK) --replicas $(REPLICAS)

up: ## the same in the background; .run/stack.json says the rest [CLOCK=sandbox REPLICAS=2]
	@$(DEVSTACK) up --clock $(CLOCK) --replicas $(REPLICAS)

down: ## end the background stack and no more than that
	@$(DEVSTACK) down

seed: ## load the demo chain into the running stack again
	@$(DEVSTACK) seed

logs: ## follow the logs of the stack
	@$(DEVSTACK) logs

test: ## every layer of tests
	@$(DEVSTACK) test

test-unit: ## rules, without any input or output
test-contract: ## promises between services, and about the tree
test-service: ## one service with its real store; the gateway on the real bus
test-e2e: ## the whole product, running
test-browser: ## a person's clicks
test-faults: ## what breaks, and what must hold then
test-unit test-contract test-service test-e2e test-browser test-faults:
	@$(DEVSTACK) test $(@:test-%=%)

test-compose: setup ## the containers of docker-compose.yml, built and tried
	@$(INSIDE) devstack.compose

test-fresh: setup ## setup, demo and tests from a clean checkout on a bare Debian
	@$(INSIDE) devstack.fresh

check: ## lint, types, import contracts, lock files
	@$(DEVSTACK) check

bench: setup ## the performance figures against their limits
	@$(INSIDE) bench

lock: ## resolve requirements/*.in into their hashed locks
	@$(DEVSTACK) lock
