# Every target works on a new Debian 12 machine with Rust, Node 20 and Python. See README.md.
.PHONY: generate

generate: .deps/postgresql-18/.stamp ## Rust types of queries/*.sql → queries/generated
	@mkdir -p queries/generated/src && [ -f queries/generated/Cargo.toml ] || { printf '[package]\nname = "revenge-queries"\nversion = "0.1.0"\nedition = "2024"\n[features]\ndeadpool = []\n' > queries/generated/Cargo.toml; touch queries/generated/src/lib.rs; }
	@.ci/with-postgres cargo run --quiet -p sql-generator

.deps/postgresql-18/.stamp:
	@.ci/postgres
