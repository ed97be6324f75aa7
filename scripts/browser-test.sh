#!/usr/bin/env bash
# Opens the HTML report in a real Chromium. Needs node, npm and Chromium (CHROMIUM names another than /usr/bin/chromium).
# Usage: scripts/browser-test.sh [FOLDER FOR PICTURES]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
program=${OUTREACH_LINT:-$root/target/debug/outreach-lint}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Everything wrong at once, so that every part of the page is there.
cat >"$work/bad.toml" <<'TOML'
[campaign]
name = "After the <i>first</i> class"
purpose = "marketing"
region = ["US-CA"]

[audience]
source = "first-visit"
consent = { email = "implied", sms = "none", call = "none" }

[senders.desk]
name = "Front Desk"
email = "desk@studio.example"
[senders.lea]
name = "Lea Brandt"
email = "lea@studio.example"

[stop]
on = ["convert"]

[[step]]
id = "thanks"
channel = "email"
wait = "1d"
sender = "desk"
subject = "We <script>alert('enjoyed')</script> having you"
body = "Dear customer, we would like to see you again."

[[step]]
id = "ring"
channel = "call"
wait = "3d"
sender = "lea"
body = "Hello {{ first_name }}, this is Lea from the studio."

[[step]]
id = "text"
channel = "sms"
wait = "10m"
sender = "desk"
body = "We missed you!"
TOML

"$program" check "$work/bad.toml" --no-config --fail-on never --format "html=$work/report.html"
cd "$root/tests/browser"
[ -d node_modules/playwright-core ] || npm ci --no-audit --no-fund --silent
node report.mjs "$work/report.html" "$@"
