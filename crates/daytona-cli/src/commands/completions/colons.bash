
# bash splits words at colons, which names of snapshots and images have.
_daytona_snapshot() {
    local line=${COMP_LINE:0:COMP_POINT}
    if [[ $line != *:* || $line == *[\"\'\\]* || $COMP_WORDBREAKS != *:* ]]; then
        _clap_complete_daytona_snapshot "$@"
        return
    fi
    local -a COMP_WORDS
    read -ra COMP_WORDS <<< "$line"
    [[ $line == *[[:space:]] ]] && COMP_WORDS+=("")
    local COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    local word=${COMP_WORDS[COMP_CWORD]}
    _clap_complete_daytona_snapshot "$1" "$word"
    # bash replaces the text after the last break only.
    COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*[:=]}"}"}")
}
if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -o nospace -o bashdefault -o nosort -F _daytona_snapshot daytona-snapshot
else
    complete -o nospace -o bashdefault -F _daytona_snapshot daytona-snapshot
fi
