#!/usr/bin/env bash
# Opens the HTML report in a real Chromium. Needs node, npm and Chromium (CHROMIUM names another than /usr/bin/chromium).
# Usage: scripts/browser-test.sh [FOLDER FOR PICTURES]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
program=${OUTREACH_LINT:-$root/target/debug/outreach-lint}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One campaign as bad as the worst that was met, and 500 such.
cp "$root/tests/browser/bad.toml" "$work/bad.toml"
mkdir "$work/many"
for number in $(seq 500); do
    sed "s/<b>first/<b>$number./" "$work/bad.toml" >"$work/many/c$number.toml"
done

"$program" check "$work/bad.toml" --no-config --fail-on never --format "html=$work/report.html"
"$program" check "$work/many" --no-config --fail-on never --format "html=$work/many.html"
cd "$root/tests/browser"
[ -d node_modules/playwright-core ] || npm ci --no-audit --no-fund --silent
node report.mjs "$work/report.html" "$work/many.html" "$@"
