
# zsh runs a file of its folder of functions as the function itself.
if [[ "$funcstack[1]" == "_daytona-snapshot" ]]; then
    _clap_dynamic_completer_daytona_snapshot "$@"
fi
