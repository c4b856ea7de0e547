#!/usr/bin/env bash
# Build wheel and sdist twice, the second time from a copy elsewhere with other file times, and compare the bytes.
# Usage: scripts/build_twice.sh PYTHON   (leaves the packages in dist/)
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
export SOURCE_DATE_EPOCH=1735689600
rm -rf dist
"$python" -m build -q --outdir dist
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$copy"
(cd "$copy" && "$python" -m build -q --outdir "$copy/dist")
for package in dist/*; do
  cmp "$package" "$copy/$package" || { echo "$package differs when it is built again: see what is not pinned" >&2; exit 1; }
done
sha256sum dist/*
