# Completion of the ecom programs for fish. It asks the program what it takes (--spec), so that it cannot drift from it.

function __ecom_candidates
    set -l words (commandline -opc)
    if test (count $words) -eq 1
        $words[1] --spec 2>/dev/null | awk -F '\t' '$1 == "verb" { print $2 "\t" $5 }'
    else
        $words[1] --spec 2>/dev/null | awk -F '\t' -v verb=$words[2] -v previous=$words[-1] '
            $1 == "option" && $2 == verb && ("--" $3 == previous || "-" $4 == previous) && $6 != "-" {
                n = split($6, word, ",")
                for (i = 1; i <= n; i++) print word[i]
            }
            $1 == "option" && $2 == verb { print "--" $3 "\t" $8 }'
    end
end

for program in ecom-catalog ecom-forecast ecom-notify ecom-order ecom-stock ecom-store ecom-track
    complete -c $program -a '(__ecom_candidates)'
end
