# Sourced by the scripts of this folder: how they speak and fail.

# One fault, in both languages, then out. Usage: die "phrase française" "English sentence"
die() {
    printf '\n✗ %s\n  %s\n\n' "$1" "$2" >&2
    exit 2
}

# One step under way.
say() {
    printf '» %s\n' "$*"
}
