# Sourced by setup.sh: a step whose inputs did not change is not done again.

STAMPS=.tools/stamps

# Digest of the words and files given. Usage: digest_of WORD... -- FILE...
digest_of() {
    local words=()
    while [ $# -gt 0 ] && [ "$1" != "--" ]; do
        words+=("$1")
        shift
    done
    shift
    { printf '%s\n' "${words[@]}"; [ $# -eq 0 ] || cat -- "$@"; } | sha256sum | cut -d' ' -f1
}

# True when the step was done with these inputs. Usage: is_done NAME DIGEST
is_done() {
    [ -f "$STAMPS/$1" ] && [ "$(cat "$STAMPS/$1")" = "$2" ]
}

# Notes that the step was done, whole or not at all. Usage: mark_done NAME DIGEST
mark_done() {
    mkdir -p "$STAMPS"
    printf '%s\n' "$2" >"$STAMPS/$1.new"
    mv -f "$STAMPS/$1.new" "$STAMPS/$1"
}
