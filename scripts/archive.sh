#!/usr/bin/env bash
# archive.sh TARGET BINARY FOLDER: packs a built program as FOLDER/outreach-lint-TARGET-vVERSION.tar.gz, with its sum
# beside it. The names are those that `cargo binstall` looks for.
set -euo pipefail
target=$1 binary=$2 out=$3
top=$(cd "$(dirname "$0")/.." && pwd)
name=outreach-lint-$target-v$(bash "$top/scripts/version.sh")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/$name/completions"
cp "$binary" "$top/README.md" "$top/LICENSE-MIT" "$top/LICENSE-APACHE" "$work/$name/"
for shell in bash zsh fish powershell elvish; do
    "$binary" completions "$shell" > "$work/$name/completions/outreach-lint.$shell"
done
"$binary" man > "$work/$name/outreach-lint.1"
"$binary" schema campaign > "$work/$name/campaign.schema.json"
"$binary" schema config > "$work/$name/config.schema.json"
out=$(cd "$out" && pwd)
tar -czf "$out/$name.tar.gz" -C "$work" "$name"
cd "$out"
if command -v sha256sum >/dev/null; then
    sha256sum "$name.tar.gz" > "$name.tar.gz.sha256"
else
    shasum -a 256 "$name.tar.gz" > "$name.tar.gz.sha256"
fi
echo "$out/$name.tar.gz"
