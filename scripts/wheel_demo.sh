#!/usr/bin/env bash
# Install the wheel of dist/ into a clean environment, away from the checkout, and run the demo from it.
# Usage: scripts/wheel_demo.sh PYTHON
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD python=$1
clean=$(mktemp -d)
trap 'rm -rf "$clean"' EXIT
"$python" -m venv "$clean/venv"
pip="$clean/venv/bin/python -m pip --disable-pip-version-check -q"
$pip install --require-hashes -r requirements/run.txt
$pip install --no-deps dist/*.whl
cd "$clean"
unset PYTHONPATH
venv/bin/whoholds doctor
venv/bin/whoholds demo demo > demo.txt
tail -2 demo.txt
venv/bin/whoholds why -p demo/project Panjshir --on 2021-08-19 | head -3
test -s demo/site/index.html
test "$(venv/bin/python -c 'import whoholds, pathlib; print(pathlib.Path(whoholds.__file__).is_relative_to("'"$root"'"))')" = False
