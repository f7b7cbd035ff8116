# Completes `cargo xtask` in fish. Printed by `cargo xtask completions fish`.

function __cargo_xtask_is_here
    set -l words (commandline -opc)
    # `cargo +nightly xtask`
    string match -q -- '+*' "$words[2]"; and set -e words[2]
    test "$words[2]" = xtask
end

function __cargo_xtask_candidates
    set -l folder $PWD
    while not test -f "$folder/xtask/Cargo.toml"
        test -n "$folder"; or return
        set folder (string replace -r '/[^/]*$' '' -- $folder)
    end
    set -l target "$folder/target"
    set -q CARGO_TARGET_DIR; and set target $CARGO_TARGET_DIR
    set -l found
    for program in "$target/debug/xtask" '@PROGRAM@'
        if test -x "$program"
            set found (CARGO_MANIFEST_DIR="$folder/xtask" "$program" __complete --explain -- (commandline -opc) (commandline -ct) 2>/dev/null)
            break
        end
    end
    if set -q found[1]
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end

complete -c cargo -n __cargo_xtask_is_here -f -a '(__cargo_xtask_candidates)'
