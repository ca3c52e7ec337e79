# Each recipe is one line that also works by hand.

# run the demo
demo:
    cargo run --release -- demo

# every test, as CI runs them
test:
    bash scripts/test.sh

# the fast checks before a commit
check:
    cargo fmt --check && cargo clippy --all-targets -- -D warnings && cargo test --lib

# licences and advisories of the dependencies
deny:
    cargo deny check

# write the generated files anew
gen:
    ATTUNE_WRITE_GENERATED=1 cargo test --lib generated && cargo run -- config > config.example.toml

# build the faces into web/dist
web:
    cd web && npm ci && npm run build

# browser tests
e2e:
    cd web && npm run e2e

# figures of README.md; `bash benches/triage/run.sh` sets Python and Node beside the second
bench:
    cargo bench --bench load --bench triage
