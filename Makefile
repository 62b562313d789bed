# The front door. `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help demo test test-corpus build rig bars bench-capture bench-restore bench-plan format soak clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: build rig ## Capture a cluster in one account and rebuild it in another, here, on real control planes (KEEP=1 leaves it up)
	@demo/run

test: ## Format, static analysis, architecture, unit and rig tests
	@scripts/test

test-corpus: rig ## Public projects' manifests, captured and recovered (CORPUS=DIR)
	@scripts/test-corpus "$(CORPUS)"

build: ## Build the command line: ./sistership
	@scripts/build

rig: ## Build the rig: control plane (Go), AWS endpoint (Python)
	@rig/build

bench-capture: rig ## Capture held against a bare reader, in ratios (10 minutes at most)
	@scripts/bench-capture

bench-restore: rig ## Restoring held against a bare loader of the same objects, in ratios (10 minutes at most)
	@scripts/bench-restore

bench-plan: rig ## Plans of 100,000 objects, each from process start: seconds and memory
	@scripts/bench-plan

format: ## Format Java, Go and Python
	@scripts/format

bars: rig ## Measure the rig against its bars: up in 3 s, a cluster in 10 s and 700 MB
	@rig/bars

soak: rig ## What takes longer than `make test` may (bounded)
	@scripts/soak

clean: ## Remove everything that was built
	@scripts/mvn -q clean && rm -rf rig/target
