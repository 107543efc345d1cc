# shellcheck shell=bash
# 280 Walmart series by the day: the default, with what a shop knows ahead as columns: price, promotion (the days on which food
# stamps are paid out), category. The last 28 days are held out. The peers see the sales alone.
# shellcheck disable=SC2154 # small, work
parts+=(m5)

# m5_rows DATA.csv UNTIL COUNT COLUMNS: history up to the day UNTIL, and, with COLUMNS, what is known of the 28 days after
m5_rows() {
  awk -F , -v until="$2" -v ahead="$(date -u -d "$2 + 28 days" +%F)" -v count="$3" -v columns="$4" '
    NR == 1 { print "sku,location,date,quantity" (columns ? ",price,promotion,category" : ""); next }
    { key = $1 "," $4; if (!(key in seen)) seen[key] = ++series }
    seen[key] > count || $7 > ahead || (!columns && $7 > until) { next }
    { print key "," $7 "," ($7 > until ? "" : $6) (columns ? "," $18 "," ($17 ? "yes" : "no") "," $2 : "") }' "$1"
}

# m5_rmsse DATA.csv UNTIL FORECASTS: mean over series of RMSSE, each scaled from its first sale on; FORECASTS: sku location date mean
m5_rmsse() {
  awk -v until="$2" 'BEGIN { FS = "\t" }
    FNR == NR { mean[$1, $2, $3] = $4; wanted[$1, $2] = 1; next }
    FNR == 1 { FS = ","; next }
    { split($0, c, ","); if (!((c[1], c[4]) in wanted)) next; key = c[1] SUBSEP c[4] }
    c[7] <= until { if (started[key]) { d = c[6] - last[key]; squares[key] += d * d; n[key]++ }
      if (c[6] > 0) started[key] = 1
      last[key] = c[6]; next }
    (key, c[7]) in mean { e = c[6] - mean[key, c[7]]; errors[key] += e * e; steps[key]++ }
    END { for (key in errors) if (squares[key] > 0) { sum += sqrt(errors[key] / steps[key] / (squares[key] / n[key])); count++ }
      printf "%.4f\n", sum / count }' "$3" "$1"
}

# m5_coverage DATA.csv FORECASTS: share of days between low and high; FORECASTS: sku location date low high
m5_coverage() {
  awk 'BEGIN { FS = "\t" }
    FNR == NR { low[$1, $2, $3] = $4; high[$1, $2, $3] = $5; next }
    FNR == 1 { FS = ","; next }
    { split($0, c, ","); key = c[1] SUBSEP c[4] SUBSEP c[7] }
    key in low { inside += c[6] >= low[key] && c[6] <= high[key]; n++ }
    END { printf "%.4f\n", inside / n }' "$2" "$1"
}

# m5_forecast ROWS NAME [OPTION...]: forecasts, as m5_rmsse reads them
m5_forecast() {
  ecom-forecast demand "$1" --every day --horizon 28 --quantiles 0.5 "${@:3}" |
    jq -r '[.sku, .location // "", .date, .mean] | @tsv' >"$work/m5.$2"
}

# m5_peer ROWS COUNT: R's ets() on a sample of the series, as m5_rmsse reads them
m5_peer() {
  Rscript - "$1" "$2" <<'R'
suppressMessages(library(forecast))
arguments <- commandArgs(TRUE)
rows <- read.csv(arguments[1])
series <- split(rows, paste(rows$sku, rows$location), drop = TRUE)
every <- max(1, floor(length(series) / as.integer(arguments[2])))
for (s in series[seq(1, length(series), by = every)]) {
  s <- s[order(s$date), ]
  y <- s$quantity[cumsum(s$quantity) > 0]
  mean <- pmax(0, forecast(ets(ts(y, frequency = 7)), h = 28)$mean)
  cat(sprintf("%s\t%s\t%s\t%.6f\n", s$sku[1], s$location[1], as.Date(max(s$date)) + 1:28, mean), sep = "")
}
R
}

bench_m5() {
  local folder data until=2016-03-27 count=280 default ets covered model
  [ -z "$small" ] || count=12
  heading "Tiny M5: 280 series by the day, the last 28 days held out, mean RMSSE"
  folder=$(unpacked tiny_m5) || return 0
  data=$folder/tiny-m5/tiny_m5.csv
  m5_rows "$data" "$until" "$count" yes >"$work/m5.csv"
  m5_rows "$data" "$until" "$count" '' >"$work/m5.plain.csv"
  m5_forecast "$work/m5.csv" default || return 1
  m5_forecast "$work/m5.plain.csv" naive --model seasonal-naive
  m5_forecast "$work/m5.plain.csv" ets --model ets
  default=$(m5_rmsse "$data" "$until" "$work/m5.default") ets=$(m5_rmsse "$data" "$until" "$work/m5.ets")
  figure "default over seasonal naive" "$(quotient "$default" "$(m5_rmsse "$data" "$until" "$work/m5.naive")" %.4f)" "<= 1" "<= 0.8" \
    "default $default"
  figure "default over ets, bottom-up" "$(quotient "$default" "$ets" %.4f)" "<= 0.95" "<= 0.88" "ets $ets"
  for model in auto pooled; do
    ecom-forecast demand "$work/m5.csv" --every day --horizon 28 --quantiles 0.025,0.975 --model "$model" |
      jq -r '[.sku, .location // "", .date, .q["0.025"], .q["0.975"]] | @tsv' >"$work/m5.interval"
    covered=$(m5_coverage "$data" "$work/m5.interval")
    figure "$model: 95 % intervals miss their share by" "$(awk -v c="$covered" 'BEGIN { c -= 0.95; printf "%.4f", c < 0 ? -c : c }')" \
      "<= 0.03" "<= 0.01" "inside: $covered"
  done
  if have_r; then
    # That our ets is a fair stand-in for R's: on a sample of the same series.
    m5_peer "$work/m5.plain.csv" "$((count > 20 ? count / 20 : 1))" >"$work/m5.peer"
    awk -F '\t' 'FNR == NR { sampled[$1, $2] = 1; next } ($1, $2) in sampled' "$work/m5.peer" "$work/m5.ets" >"$work/m5.sample"
    figure "our ets over R's, on a sample" \
      "$(quotient "$(m5_rmsse "$data" "$until" "$work/m5.sample")" "$(m5_rmsse "$data" "$until" "$work/m5.peer")" %.4f)" "<= 1.02" "<= 1" \
      "R: $(m5_rmsse "$data" "$until" "$work/m5.peer")"
  fi
}
