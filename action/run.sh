#!/usr/bin/env bash
# Runs outreach-lint as action.yml asks: annotations to the log, a summary to the page of the run, SARIF where wanted.
# Inputs come as INPUT_*; outputs go to $GITHUB_OUTPUT, the summary to $GITHUB_STEP_SUMMARY.
set -euo pipefail

lint=${OUTREACH_LINT:-outreach-lint}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# An input is always the value of an option, or stands behind `--`: none can become an option of its own.
arguments=(check --format=github "--format=json=$work/report.json" "--format=markdown=$work/summary.md")
[ -z "${INPUT_CONFIG:-}" ] || arguments+=("--config=$INPUT_CONFIG")
[ -z "${INPUT_BASELINE:-}" ] || arguments+=("--baseline=$INPUT_BASELINE")
[ -z "${INPUT_SINCE:-}" ] || arguments+=("--since=$INPUT_SINCE")
[ -z "${INPUT_FAIL_ON:-}" ] || arguments+=("--fail-on=$INPUT_FAIL_ON")
sarif=${INPUT_SARIF_FILE:-}
if [[ $sarif == *$'\n'* ]]; then
    echo "outreach-lint: sarif-file has more than one line" >&2
    exit 2
fi
[ -z "$sarif" ] || arguments+=("--format=sarif=$sarif")
while IFS= read -r line; do
    [ -z "$line" ] || arguments+=("$line")
done <<< "${INPUT_ARGS:-}"
paths=()
while IFS= read -r line; do
    [ -z "$line" ] || paths+=("$line")
done <<< "${INPUT_PATHS:-.}"
[ ${#paths[@]} -gt 0 ] || paths=(.)

status=0
"$lint" "${arguments[@]}" -- "${paths[@]}" || status=$?

# Each count has a line of its own in the summary of the report; no text of a campaign can hold such a line.
count() {
    [ ! -f "$work/report.json" ] || sed -n 's/^    "'"$1"'": \([0-9]*\),$/\1/p' "$work/report.json"
}
{
    echo "exit-code=$status"
    for name in errors warnings infos; do
        echo "$name=$(count "$name")"
    done
    if [ -n "$sarif" ] && [ -f "$sarif" ]; then echo "sarif-file=$sarif"; else echo "sarif-file="; fi
} >> "$GITHUB_OUTPUT"
if [ "${INPUT_SUMMARY:-true}" = true ] && [ -f "$work/summary.md" ]; then
    cat "$work/summary.md" >> "$GITHUB_STEP_SUMMARY"
fi
exit "$status"
