# Completes `cargo xtask` in zsh. Printed by `cargo xtask completions zsh`.

# Sets the root of the project around the current folder, and the program that `cargo xtask` runs.
_cargo_xtask_find() {
    folder=$PWD
    while [[ ! -f $folder/xtask/Cargo.toml ]]; do
        [[ -n $folder ]] || return 1
        folder=${folder%/*}
    done
    for program in "${CARGO_TARGET_DIR:-$folder/target}/debug/xtask" '@PROGRAM@'; do
        [[ -x $program ]] && return 0
    done
    return 1
}

_cargo_xtask() {
    if [[ $words[2] != xtask && ($words[2] != +* || $words[3] != xtask) ]]; then
        # Other commands of cargo, as before.
        [[ -z $_cargo_xtask_before ]] || "$_cargo_xtask_before" "$@"
        return
    fi
    local folder program line text
    local -a closed closed_shown open open_shown
    _cargo_xtask_find || return
    for line in "${(@f)$(CARGO_MANIFEST_DIR="$folder/xtask" "$program" __complete --explain -- "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        text=${line%%$'\t'*}
        [[ -n $text ]] || continue
        if [[ $text == *[=./] ]]; then
            open+=("$text")
            open_shown+=("$text  ${line#*$'\t'}")
        else
            closed+=("$text")
            closed_shown+=("$text  ${line#*$'\t'}")
        fi
    done
    if (( ! $#open && ! $#closed )); then
        _files
        return
    fi
    (( ! $#open )) || compadd -S '' -l -d open_shown -a open
    (( ! $#closed )) || compadd -l -d closed_shown -a closed
}

if (( ! $+functions[compdef] )); then
    autoload -Uz compinit && compinit
fi
if [[ ${_comps[cargo]} != _cargo_xtask ]]; then
    _cargo_xtask_before=${_comps[cargo]}
fi
compdef _cargo_xtask cargo
