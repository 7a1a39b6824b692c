#!/usr/bin/env bash
# Installs the browser that the tests drive, where it is missing and we may; never fails the run.
set -euo pipefail

if command -v chromium >/dev/null && command -v chromedriver >/dev/null; then
    exit 0
fi

skip() {
    echo "system-packages: $1; tests that need Chromium will be skipped" >&2
    exit 0
}

command -v apt-get >/dev/null || skip "Chromium is missing and there is no apt-get"

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    # Without a password prompt: a test run must not wait for somebody to type.
    sudo -n true 2>/dev/null || skip "Chromium is missing and installing it needs root or sudo"
    as_root=(sudo -n)
fi

export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq || skip "apt-get update failed"
"${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-dejavu-core >&2 ||
    skip "apt-get could not install chromium and chromium-driver"
