# shellcheck shell=bash
# Delivery times on the Olist slice: what would have been said of each parcel at its hand-over (and with its order), scored by awk.
# The last quarter of the delivered parcels, in the order of their start, is what is judged; nothing was chosen on it.
parts+=(eta)

# eta_days: "from delivered promised P50 P80 P90" in days of what `eta --backtest --each` prints as CSV
eta_days() {
  awk -F , '
    function days(text) { gsub(/[^0-9]+/, " ", text); return mktime(text) / 86400 }
    NR > 1 {
      printf "%.6f %.6f %.6f", days($1), days($2), days($3)
      rest = $0
      sub(/^[^{]*/, "", rest)
      while (match(rest, /[0-9]+-[0-9]+-[0-9]+T[0-9:]+Z/)) {
        printf " %.6f", days(substr(rest, RSTART, RLENGTH))
        rest = substr(rest, RSTART + RLENGTH)
      }
      print ""
    }'
}

# eta_score: of eta_days, "error coverage-of-P80 width-of-P90 late-of-P90 quoted-error-of-all quoted-width" of the last quarter
eta_score() {
  awk '
    function off(x) { return x < 0 ? -x : x }
    { n++; from[n] = $1; actual[n] = $2; quoted[n] = $3; p50[n] = $4; p80[n] = $5; p90[n] = $6; all += off($3 - $2) }
    END {
      for (i = int(n * 3 / 4) + 1; i <= n; i++) {
        k++
        error += off(p50[i] - actual[i]); within += actual[i] <= p80[i]
        width += p90[i] - from[i]; late += actual[i] > p90[i]; promise += quoted[i] - from[i]
      }
      printf "%.3f %.4f %.2f %.4f %.3f %.2f\n", error / k, within / k, width / k, late / k, all / n, promise / k
    }' "$1"
}

# eta_ratio: the error, in the last quarter of eta_days, of the promise cut by the median ratio of actual and promised days of the
# 540 parcels that were last delivered by then: the reference
eta_ratio() {
  sort -k 2,2n "$1" | awk '
    FILENAME == "-" { m++; delivered[m] = $2; ratio[m] = ($2 - $1) / ($3 - $1 > 0.5 ? $3 - $1 : 0.5); next }
    { n++; from[n] = $1; actual[n] = $2; quoted[n] = $3 }
    END {
      for (i = int(n * 3 / 4) + 1; i <= n; i++) {
        while (known < m && delivered[known + 1] <= from[i]) { # counted by thousandths
          known++
          bin[int(ratio[known] * 1000)]++
          if (known > 540) bin[int(ratio[known - 540] * 1000)]--
        }
        below = 0
        for (k = 0; below + bin[k] <= (known < 540 ? known : 540) / 2; k++) below += bin[k]
        promise = quoted[i] - from[i] > 0.5 ? quoted[i] - from[i] : 0.5
        e = promise * (k + 0.5) / 1000 - (actual[i] - from[i])
        error += e < 0 ? -e : e
      }
      printf "%.3f\n", error / (n - int(n * 3 / 4))
    }' - "$1"
}

# Three parcels of the slice arrive before they leave, and are refused.
eta_walk() {
  ecom-forecast eta -q "$work/many.csv" --backtest 2>/dev/null || [ $? -eq 1 ]
}

bench_eta() {
  local folder score clock reference
  folder=$(unpacked olist_sample8135) || return 0
  heading "delivery times: Olist slice, last quarter of the delivered parcels"
  awk -f tests/bench/forecast/eta.awk "$folder"/olist/sample/olist_{sellers,customers,order_items,orders}_dataset.csv >"$work/parcels.csv"
  for clock in hand-over order; do
    ecom-forecast eta "$work/parcels.csv" -q --backtest --each --clock "$clock" -o csv -f from,delivered_at,promised_at,q \
      2>/dev/null | eta_days >"$work/said"
    read -r -a score <<<"$(eta_score "$work/said")"
    # What the reference measured was said with the order; what the carrier does can be said at the hand-over.
    figure "days that the quoted promise was off, all parcels ($clock)" "${score[4]}" 12.5..13.2 - "sanity check"
    figure "days that the median was off, said at the $clock" "${score[0]}" "<= 3.9" "<= 3.4"
    [ -n "$small" ] || {
      reference=$(eta_ratio "$work/said")
      figure "the same over that of the rolling ratio in this run" "$(quotient "${score[0]}" "$reference" %.3f)" "<= 1" "<= 0.95" "$reference days"
    }
    figure "share arrived by P80" "${score[1]}" 0.77..0.83 0.79..0.81 "reference 0.76"
    figure "days until P90, of those promised" "$(quotient "${score[2]}" "${score[5]}")" - - "late ${score[3]}; promised ${score[5]} days"
  done
  # Walked through time: a hundred copies of the slice, carriers of their own, in one stream.
  awk -F , -v OFS=, -v copies="$([ -n "$small" ] && echo 2 || echo 100)" 'NR == 1 { print; next }
    { id = $1; for (i = 0; i < copies; i++) { $1 = id "-" i; $2 = "carrier" i; print } }' "$work/parcels.csv" >"$work/many.csv"
  figure "parcels a second, read and walked through" \
    "$(quotient "$(wc -l <"$work/many.csv")" "$(seconds eta_walk)" %.0f)" - - "one thread"
}
