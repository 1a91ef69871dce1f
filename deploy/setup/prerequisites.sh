# Sourced by setup.sh: what the machine must have before we begin. Sets PYTHON. Needs say.sh.

# The first Python of at least 3.11, whatever its name.
find_python() {
    local name
    for name in ${VIGIE_PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14 python; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            # The real interpreter, not the one of a virtual environment that happens to be active.
            "$name" -c 'import os, sys; base = getattr(sys, "_base_executable", "") or sys.executable; print(os.path.realpath(base))'
            return 0
        fi
    done
    return 1
}

check_prerequisites() {
    command -v git >/dev/null 2>&1 || die \
        "Il manque git. Installez-le : apt install git" \
        "git is missing. Install it: apt install git"
    command -v make >/dev/null 2>&1 || die \
        "Il manque make. Installez-le : apt install make" \
        "make is missing. Install it: apt install make"
    PYTHON=$(find_python) || die \
        "Il manque Python 3.11 ou plus récent. Installez-le : apt install python3 python3-venv (ou indiquez-le : VIGIE_PYTHON=/chemin/python3)" \
        "Python 3.11 or later is missing. Install it: apt install python3 python3-venv (or name it: VIGIE_PYTHON=/path/python3)"
    "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || die \
        "Python ($PYTHON) n'a pas le module venv. Installez-le : apt install python3-venv" \
        "Python ($PYTHON) lacks the venv module. Install it: apt install python3-venv"
    [ -w . ] || die \
        "Le dossier $PWD n'est pas inscriptible par $(id -un). Clonez Vigie dans un dossier à vous." \
        "The folder $PWD cannot be written by $(id -un). Clone Vigie into a folder of your own."
}
