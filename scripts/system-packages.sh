#!/usr/bin/env bash
# Installs the browsers that the tests drive, where they are missing and we may; never fails the run.
set -euo pipefail

packages=()
if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
    packages+=(chromium chromium-driver fonts-dejavu-core)
fi
if ! command -v WebKitWebDriver >/dev/null || ! command -v Xvfb >/dev/null; then
    packages+=(webkit2gtk-driver xvfb) # WebKit has no headless mode: Xvfb is its screen
fi
[ "${#packages[@]}" -gt 0 ] || exit 0

skip() {
    echo "system-packages: $1; tests that need ${packages[*]} will be skipped" >&2
    exit 0
}

command -v apt-get >/dev/null || skip "there is no apt-get"

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    # Without a password prompt: a test run must not wait for somebody to type.
    sudo -n true 2>/dev/null || skip "installing needs root or sudo"
    as_root=(sudo -n)
fi

export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq || skip "apt-get update failed"
for package in "${packages[@]}"; do
    # One by one: a system without one of them still gets the others.
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$package" >&2 ||
        echo "system-packages: apt-get could not install $package" >&2
done
