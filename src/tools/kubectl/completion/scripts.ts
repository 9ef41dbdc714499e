// Completion scripts of our own: they pass the words to `kubectl __complete` and read candidates
// and a final directive from it.

/** For bash; defines __start_kubectl. */
export const bashScript = `# bash completion for kubectl

__kubectl_candidates()
{
    local words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
    kubectl __complete "\${words[@]}" 2>/dev/null
}

__start_kubectl()
{
    local current="\${COMP_WORDS[COMP_CWORD]}" line directive=0
    local -a found=()
    COMPREPLY=()
    while IFS= read -r line; do
        case "$line" in
            :*) directive="\${line#:}" ;;
            *) found+=("\${line%%$'\\t'*}") ;;
        esac
    done < <(__kubectl_candidates)
    if (( directive & 8 )); then
        compopt -o filenames 2>/dev/null
        COMPREPLY=($(compgen -f -- "$current"))
        return
    fi
    if (( directive & 2 )); then
        compopt -o nospace 2>/dev/null
    fi
    if (( directive & 4 )); then
        compopt +o default 2>/dev/null
    fi
    for line in "\${found[@]}"; do
        if [[ "$line" == "$current"* ]]; then
            if [[ "$line" == *= || "$line" == */ ]]; then
                compopt -o nospace 2>/dev/null
            fi
            COMPREPLY+=("$line")
        fi
    done
}

complete -o default -F __start_kubectl kubectl
`;

/** For zsh. */
export const zshScript = `#compdef kubectl
compdef _kubectl kubectl

_kubectl()
{
    local -a found
    local line
    while IFS= read -r line; do
        [[ "$line" == :* ]] || found+=("\${line/$'\\t'/:}")
    done < <(kubectl __complete "\${words[2,CURRENT]}" 2>/dev/null)
    _describe 'kubectl' found
}
`;

/** For fish. */
export const fishScript = `
# fish completion for kubectl
function __kubectl_complete
    set -l words (commandline -opc)
    kubectl __complete $words[2..-1] (commandline -ct) 2>/dev/null | string match -v ':*'
end
complete -c kubectl -f -a '(__kubectl_complete)'
`;

/** For PowerShell. */
export const powershellScript = `
# powershell completion for kubectl
Register-ArgumentCompleter -CommandName 'kubectl' -ScriptBlock {
    param($word, $line, $position)
    $words = $line.ToString().Split(' ') | Select-Object -Skip 1
    kubectl __complete @words 2>$null | Where-Object { $_ -notlike ':*' }
}
`;
