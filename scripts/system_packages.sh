#!/usr/bin/env bash
# Installs what the tests need beside Python: Debian's Chromium for the page, TypeScript for its types.
# Where we may not install, it says plainly what is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"
  else return 1; fi
}

debian() { # COMMAND PACKAGE...
  command -v "$1" >/dev/null && return 0
  shift
  export DEBIAN_FRONTEND=noninteractive
  { as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null; } ||
    { echo "cannot install $*: the tests that need it will be skipped (as root: apt-get install $*)"; return 1; }
}

debian chromium chromium fonts-dejavu-core || true
if debian npm nodejs npm; then
  npm install --no-save --no-audit --no-fund --silent typescript@5.9.3 ||
    echo "npm could not install typescript: the test of the page's types will be skipped"
fi
