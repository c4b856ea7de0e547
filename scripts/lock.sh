#!/usr/bin/env bash
# Writes the hash-locked requirements from pyproject.toml. Needs uv (pip install uv) in the environment.
set -euo pipefail
cd "$(dirname "$0")/.."
args=(--generate-hashes --no-emit-index-url --no-header --python-version 3.11 -q)
uv pip compile pyproject.toml "${args[@]}" -o requirements/run.txt
uv pip compile pyproject.toml --group dev "${args[@]}" -o requirements/dev.txt
