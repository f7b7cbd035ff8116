# Completes `cargo xtask` in bash. Printed by `cargo xtask completions bash`.

# Prints the root of the project around the current folder, and the program that `cargo xtask` runs.
_cargo_xtask_find() {
    local folder=$PWD program
    while [[ ! -f $folder/xtask/Cargo.toml ]]; do
        [[ -n $folder ]] || return 1
        folder=${folder%/*}
    done
    for program in "${CARGO_TARGET_DIR:-$folder/target}/debug/xtask" '@PROGRAM@'; do
        if [[ -x $program ]]; then
            printf '%s\n%s\n' "$folder" "$program"
            return
        fi
    done
    return 1
}

# Completes other commands of cargo as before.
_cargo_xtask_others() {
    if [[ -z $_cargo_xtask_before ]] && declare -F _completion_loader >/dev/null; then
        complete -r cargo
        _completion_loader cargo
        _cargo_xtask_remember
        complete -o bashdefault -o default -F _cargo_xtask cargo
    fi
    [[ -z $_cargo_xtask_before ]] || "$_cargo_xtask_before" "$@"
}

# Remembers the function that completes cargo now.
_cargo_xtask_remember() {
    local now
    now=$(complete -p cargo 2>/dev/null) || return 0
    now=${now##*-F }
    now=${now%% *}
    [[ $now == _cargo_xtask ]] || _cargo_xtask_before=$now
}

_cargo_xtask() {
    if [[ ${COMP_WORDS[1]} != xtask && (${COMP_WORDS[1]} != +* || ${COMP_WORDS[2]} != xtask) ]]; then
        _cargo_xtask_others "$@"
        return
    fi
    local found line word start candidate
    found=$(_cargo_xtask_find) || return
    line=${COMP_LINE:0:COMP_POINT}
    word=${line##*[[:space:]]}
    # Bash replaces only what follows the last of these characters.
    start=
    if [[ $COMP_WORDBREAKS == *=* ]]; then
        start=${word%"${word##*[=:@]}"}
    fi
    COMPREPLY=()
    while IFS= read -r candidate; do
        [[ $candidate != *[=./] ]] || compopt -o nospace 2>/dev/null
        COMPREPLY+=("${candidate#"$start"}")
    done < <(CARGO_MANIFEST_DIR="${found%%$'\n'*}/xtask" "${found#*$'\n'}" __complete --line "$line" 2>/dev/null)
}

_cargo_xtask_remember
complete -o bashdefault -o default -F _cargo_xtask cargo
