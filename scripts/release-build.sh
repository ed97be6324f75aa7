#!/usr/bin/env bash
# release-build.sh TARGET FOLDER: builds the program for TARGET, and puts its archive and its wheel into FOLDER.
# Needs Rust with that target, and Python.
set -euo pipefail
target=$1 out=$2
cd "$(dirname "$0")/.."
mkdir -p "$out"
cargo build --release --locked --target "$target"
binary=target/$target/release/outreach-lint
[ -f "$binary" ] || binary=$binary.exe
bash scripts/archive.sh "$target" "$binary" "$out"
python3 -m venv target/release-venv
bin=target/release-venv/bin
[ -d "$bin" ] || bin=target/release-venv/Scripts
"$bin/python" -m pip install --quiet "maturin>=1.9,<2"
"$bin/maturin" build --release --locked --target "$target" --out "$out"
