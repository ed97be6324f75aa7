#!/usr/bin/env bash
# Prints the version of the package. With a tag as argument, ends with 1 unless the tag is `v` and the version.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n '/^\[package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
if [ $# -gt 0 ] && [ "$1" != "v$version" ]; then
    echo "the tag is $1, and the version of the package $version" >&2
    exit 1
fi
echo "$version"
