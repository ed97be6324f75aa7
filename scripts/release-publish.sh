#!/usr/bin/env bash
# release-publish.sh TAG FOLDER: makes the release of TAG on GitHub with the archives in FOLDER. Needs `gh`.
set -euo pipefail
tag=$1 folder=$2
cd "$(dirname "$0")/.."
bash scripts/version.sh "$tag" >/dev/null
gh release create "$tag" --verify-tag --title "$tag" --generate-notes "$folder"/*.tar.gz "$folder"/*.tar.gz.sha256
