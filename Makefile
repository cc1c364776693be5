# Every target works on a new Debian 12 machine with Rust, Node 20 and Python (as root or with sudo). See README.md.
.DEFAULT_GOAL := help
.PHONY: help deps run build cross packages packages-test packages-sources web test generate generate-sql generate-api fmt bench

help: ## what the targets do
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

deps: ## install what is missing, PostgreSQL 18 into .deps/postgresql-18 among it
	@.ci/deps all

run: ## build and start the server on http://localhost:8096
	@.ci/deps run
	@$(MAKE) --no-print-directory build-only
	@target/release/revenge serve

build: ## release binary with the web UI embedded: target/release/revenge
	@.ci/deps run
	@$(MAKE) --no-print-directory build-only

.PHONY: build-only
build-only: web
	@echo "==> revenge (release; the first time takes some minutes)"
	@cargo build --locked --release

cross: ## release binary for ARCH=arm64 or armhf: target/TRIPLE/release/revenge
	@.ci/deps run
	@$(MAKE) --no-print-directory web
	@.ci/cross $(ARCH)

packages: ## .deb, self-contained tarballs, SPK and QPKG folder for amd64 and arm64: dist/
	@.ci/deps packages
	@$(MAKE) --no-print-directory web
	@.ci/packages/build

packages-test: ## install, run, upgrade and purge what `make packages` made, arm64 emulated
	@.ci/deps packages
	@.ci/packages/test

packages-sources: ## the source packages of the libraries in the tarballs, which go with them: dist/
	@.ci/packages/build sources

web: web/build/.stamp ## the web UI: web/build

web/build/.stamp: $(shell find web -path web/node_modules -prune -o -path web/build -prune -o -path web/.svelte-kit -prune -o -type f -print 2>/dev/null)
	@echo "==> web UI"
	@npm --prefix web run --silent build
	@touch $@

test: ## every check that CI runs
	@.ci/deps all
	@.ci/test

generate: generate-sql generate-api ## all generated files: SQL types, OpenAPI, TypeScript types, settings

generate-api:
	@cargo run --quiet -- config reference > target/configuration.md && cp target/configuration.md docs/reference/configuration.md
	@[ ! -f docs/reference/openapi.json ] || { cargo run --quiet -- openapi > target/openapi.json && cp target/openapi.json docs/reference/openapi.json; }
	@[ ! -d web/node_modules ] || npm --prefix web run --silent generate

generate-sql:
	@.ci/postgres
	@[ -f queries/generated/Cargo.toml ] || { mkdir -p queries/generated/src; printf '[package]\nname = "revenge-queries"\nversion = "0.1.0"\nedition = "2024"\n[features]\ndeadpool = []\n' > queries/generated/Cargo.toml; touch queries/generated/src/lib.rs; }
	@.ci/with-postgres cargo run --quiet --locked -p sql-generator

fmt: ## format Rust
	@cargo fmt

bench: ## measure against the references of docs/operate/benchmarks.md
	@.ci/deps all
	@$(MAKE) --no-print-directory build-only
	@echo "==> tools of the benches"
	@cargo build --locked --release --manifest-path benches/native/Cargo.toml --target-dir target
	@python3 benches/run.py
