#!/usr/bin/env bash
# Installs what the tests need from Debian where we may; says plainly what is skipped where we may not.
set -euo pipefail
if command -v chromium >/dev/null; then exit 0; fi
run=""
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then run=sudo; else
    echo "chromium is missing and this user may not install it: the browser tests will be skipped"
    echo "(as root: apt-get install chromium)"
    exit 0
  fi
fi
export DEBIAN_FRONTEND=noninteractive
$run apt-get update -qq
$run apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
