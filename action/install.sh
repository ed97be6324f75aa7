#!/usr/bin/env bash
# Fetches a released archive of outreach-lint, checks its sum, and puts the program on the path of the job.
# By hand: RUNNER_TEMP=/tmp GITHUB_PATH=/dev/null bash action/install.sh
set -euo pipefail

releases=${OUTREACH_LINT_RELEASES:-https://github.com/outreach-lint/outreach-lint/releases/download}
version=${INPUT_VERSION:-}
if [ -z "$version" ]; then
    here=$(cd "$(dirname "$0")" && pwd)
    version=$(bash "$here/../scripts/version.sh")
fi
version=${version#v}
if ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]]; then
    echo "outreach-lint: there is no version of that name" >&2
    exit 2
fi

case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) target=x86_64-unknown-linux-gnu ;;
    Linux-aarch64 | Linux-arm64) target=aarch64-unknown-linux-gnu ;;
    Darwin-x86_64) target=x86_64-apple-darwin ;;
    Darwin-arm64) target=aarch64-apple-darwin ;;
    MINGW*-x86_64 | MSYS*-x86_64) target=x86_64-pc-windows-msvc ;;
    *)
        echo "outreach-lint: no archive is released for $(uname -s) on $(uname -m)" >&2
        exit 2
        ;;
esac

name=outreach-lint-$target-v$version
folder=$RUNNER_TEMP/outreach-lint-$version
mkdir -p "$folder"
cd "$folder"
for file in "$name.tar.gz" "$name.tar.gz.sha256"; do
    curl --fail --silent --show-error --location --retry 3 --output "$file" "$releases/v$version/$file"
done
if command -v sha256sum >/dev/null; then
    sha256sum --check --status "$name.tar.gz.sha256"
else
    shasum -a 256 --check --status "$name.tar.gz.sha256"
fi || {
    echo "outreach-lint: the archive is not what was released: its sum differs" >&2
    exit 2
}
tar -xzf "$name.tar.gz"
echo "$folder/$name" >> "$GITHUB_PATH"
"$folder/$name/outreach-lint" --version
