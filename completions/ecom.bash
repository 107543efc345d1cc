# shellcheck shell=bash
# Completion of the ecom programs for bash. It asks the program what it takes (--spec), so that it cannot drift from it.

_ecom_spec() { "${COMP_WORDS[0]}" --spec 2>/dev/null; }

_ecom() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb='' words='' kind
  COMPREPLY=()
  [ "$COMP_CWORD" -eq 1 ] || verb=${COMP_WORDS[1]}
  if [ -z "$verb" ]; then
    words="$(_ecom_spec | awk -F '\t' '$1 == "verb" { print $2 }') --help --version --spec"
  elif [[ $previous == -* ]]; then
    # The value of an option: one of its words, a name of a file or of whatever else, or no value at all.
    kind=$(_ecom_spec | awk -F '\t' -v verb="$verb" -v name="$previous" '
      $1 == "option" && $2 == verb && ("--" $3 == name || "-" $4 == name) { print $5 == "-" ? "flag" : $6 == "-" ? "value" : $6; exit }')
    case $kind in
    value) compopt -o default; return ;;
    '' | flag) ;;
    *) words=${kind//,/ } ;;
    esac
  fi
  if [ -z "$words" ]; then
    if [[ $current != -* ]]; then
      compopt -o default
      return
    fi
    words=$(_ecom_spec | awk -F '\t' -v verb="$verb" '$1 == "option" && $2 == verb { print "--" $3 }')
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _ecom ecom-catalog ecom-forecast ecom-notify ecom-order ecom-stock ecom-store ecom-track
