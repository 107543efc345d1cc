# shellcheck shell=bash
# M4 weekly and hourly: forecasts of the default, without options but for the horizon; Naive2 is that of the published file.
# bench_m4 is called by run.sh.
# shellcheck disable=SC2154 # small, work
parts+=(m4)

# m4_long TRAIN.csv STEP COUNT: sku,date,quantity of the first COUNT series, each ending at the same instant; STEP in seconds
m4_long() {
  awk -F , -v step="$2" -v count="$3" 'BEGIN { print "sku,date,quantity" }
    NR > 1 && NR <= count + 1 { gsub(/"/, ""); n = NF; while ($n == "" || $n == "NA") n--
      for (i = 2; i <= n; i++) print $1 "," strftime("%Y-%m-%dT%H:%M:%SZ", 1500854400 - (n - i) * step, 1) "," $i }' "$1"
}

# m4_score TRAIN.csv TEST.csv SEASON HORIZON FORECASTS: sMAPE, MASE, coverage of 95 %; FORECASTS: sku step mean [low high], by tabs
m4_score() {
  awk -F '[,\t]' -v m="$3" -v h="$4" '
    { gsub(/"/, "") }
    FNR == 1 { file++ }
    file < 3 && FNR == 1 { next }
    file == 1 { n = NF; while ($n == "" || $n == "NA") n--
      sum = 0; for (i = 2 + m; i <= n; i++) { d = $i - $(i - m); sum += d < 0 ? -d : d }
      scale[$1] = sum / (n - 1 - m) }
    file == 2 { for (i = 2; i <= h + 1; i++) actual[$1, i - 1] = $i }
    file == 3 { a = actual[$1, $2]; e = a - $3; if (e < 0) e = -e
      absolute += e / scale[$1]; size = (a < 0 ? -a : a) + ($3 < 0 ? -$3 : $3)
      symmetric += size > 0 ? 200 * e / size : 0
      if (NF > 3) inside += a >= $4 && a <= $5
      count++ }
    END { printf "%.3f %.3f %.4f\n", symmetric / count, absolute / count, inside / count }' "$1" "$2" "$5"
}

# m4_wide SUBMISSION.csv HORIZON COUNT PREFIX: a published forecast as rows
m4_wide() {
  awk -F , -v h="$2" -v count="$3" -v prefix="$4" 'index($1, prefix) == 1 && seen < count { seen++
    for (i = 1; i <= h; i++) print $1 "\t" i "\t" $(i + 1) }' "$1"
}

# m4_set NAME LETTER STEP SEASON HORIZON COUNT MUST AIM FOLDER
m4_set() {
  local train=$9/train/$1-train.csv test=$9/test/$1-test.csv smape mase covered base_smape base_mase start
  m4_wide "$9/forecasts_wh/submission-Naive2.csv" "$5" "$6" "$2" >"$work/naive2"
  read -r base_smape base_mase _ < <(m4_score "$train" "$test" "$4" "$5" "$work/naive2")
  m4_long "$train" "$3" "$6" >"$work/m4.csv"
  start=$EPOCHREALTIME
  ecom-forecast demand "$work/m4.csv" --horizon "$5" --quantiles 0.025,0.975 >"$work/m4.jsonl" || return 1
  start=$(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
  jq -r '[.sku, .step, .mean, .q["0.025"], .q["0.975"]] | @tsv' "$work/m4.jsonl" >"$work/m4.tsv"
  read -r smape mase covered < <(m4_score "$train" "$test" "$4" "$5" "$work/m4.tsv")
  figure "$1: OWA of the default" "$(awk -v s="$smape" -v m="$mase" -v bs="$base_smape" -v bm="$base_mase" \
    'BEGIN { printf "%.4f", (s / bs + m / bm) / 2 }')" "<= $7" "<= $8" \
    "sMAPE $smape, MASE $mase, Naive2 $base_smape $base_mase; $start s for all"
  figure "$1: 95 % intervals miss their share by" "$(awk -v c="$covered" 'BEGIN { d = c - 0.95; printf "%.4f", d < 0 ? -d : d }')" \
    "<= 0.03" "<= 0.01" "inside: $covered"
}

bench_m4() {
  local folder count=${small:+12}
  heading "M4 competition, weekly and hourly"
  folder=$(unpacked m4_weekly_hourly) || return 0
  folder=$folder/m4
  if [ -z "$small" ]; then
    # The rig: seasonal naive as the organisers published it.
    m4_wide "$folder/forecasts_wh/submission-sNaive.csv" 48 414 H >"$work/snaive"
    exact "hourly: sMAPE and MASE of the published seasonal naive" \
      "$(m4_score "$folder/train/Hourly-train.csv" "$folder/test/Hourly-test.csv" 24 48 "$work/snaive" | cut -d ' ' -f 1-2)" "13.912 1.193"
  fi
  m4_set Weekly W 604800 1 13 "${count:-359}" 0.80 0.75 "$folder"
  m4_set Hourly H 3600 24 48 "${count:-414}" 0.60 0.45 "$folder"
}
