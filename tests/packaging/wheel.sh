#!/usr/bin/env bash
# `pip install .` gives the command. Built as `cargo test` builds, for time: what is tested is the package.
set -euo pipefail
cd "$(dirname "$0")/../.."
top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
export MATURIN_PEP517_ARGS="--profile dev --locked" CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}
if ! "$work/venv/bin/pip" install . > "$work/log" 2>&1; then
    cat "$work/log" >&2
    echo "wheel: it cannot be installed" >&2
    exit 1
fi
cd "$work"
lint=$work/venv/bin/outreach-lint
[ "$("$lint" --version)" = "outreach-lint $(bash "$top/scripts/version.sh")" ]
[ "$("$work/venv/bin/pip" show outreach-lint | sed -n 's/^Version: //p')" = "$(bash "$top/scripts/version.sh")" ]
"$lint" init > /dev/null
"$lint" campaigns > /dev/null
sed 's/"reply", //' campaigns/first.toml > campaigns/second.toml
status=0
"$lint" campaigns > "$work/out" || status=$?
if [ "$status" -ne 1 ] || ! grep -q "stop/ignores-reply" "$work/out"; then
    cat "$work/out" >&2
    echo "wheel: the bad campaign is not found (exit code $status)" >&2
    exit 1
fi
echo "wheel: pip install . gives the command"
