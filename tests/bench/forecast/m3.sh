#!/usr/bin/env bash
# M3: accuracy and coverage of the smoothing models through the command line, speed by library calls beside R.
parts+=(m3)

# m3_history FOLDER FREQUENCY: sku,date,quantity of one frequency (6, 8 or 18 ahead; o = the 174 without a season), dates made up
m3_history() {
  python3 - "$1" "$2" "$small" <<'END'
import csv, sys
folder, kind, small = sys.argv[1:]
test = {r[0]: len(r) - 1 for r in csv.reader(open(folder + '/m3_test.csv'))}
period = {}
for row in csv.DictReader(open(folder + '/m3_info.csv')):
    period['N%04d' % (len(period) + 1)] = row['period'][0].lower()
print('sku,date,quantity')
every = {'y': 12, 'q': 3, 'm': 1, 'o': 12}[kind]
for i, row in enumerate(csv.reader(open(folder + '/m3_train.csv'))):
    if period[row[0]] != kind or (small and i % 50):
        continue
    n = len(row) - 1
    for t, value in enumerate(row[1:]):
        month = 12 * 2100 - every * (n - t)
        print('%s,%04d-%02d-01,%s' % (row[0], month // 12, month % 12 + 1, value))
END
}

# m3_score FOLDER FILE...: sMAPE, MASE, OWA against Naive2, coverage of 95 %; by python3, from the forecasts' records
m3_score() {
  python3 - "$@" <<'END'
import csv, json, math, sys
folder = sys.argv[1]
rows = lambda name: {r[0]: [float(x) for x in r[1:] if x] for r in csv.reader(open(folder + name))}
train, test = rows('/m3_train.csv'), rows('/m3_test.csv')
got = {}
for name in sys.argv[2:]:
    for line in open(name):
        r = json.loads(line)
        got.setdefault(r['sku'], {})[r['step']] = (r['mean'], r['q']['0.025'], r['q']['0.975'])

def naive2(y, m, h):
    n, mean = len(y), sum(y) / len(y)
    index = [1.0] * max(m, 1)
    if m > 1 and n >= 3 * m:
        r = [sum((y[t] - mean) * (y[t - k] - mean) for t in range(k, n)) for k in range(m + 1)]
        r = [x / r[0] for x in r]
        if abs(r[m]) > 1.645 * math.sqrt((1 + 2 * sum(x * x for x in r[1:m])) / n):
            ratios = [[] for _ in range(m)]
            for t in range(m // 2, n - m // 2):
                w = y[t - m // 2:t + m // 2 + 1]
                ratios[t % m].append(y[t] / ((sum(w) - (w[0] + w[-1]) / 2) / m))
            index = [sum(x) / len(x) for x in ratios]
            index = [x * m / sum(index) for x in index]
    m = max(m, 1)
    return [y[-1] / index[(n - 1) % m] * index[(n + i) % m] for i in range(h)]

def scores(f, a, scale):
    h = len(a)
    return (200 / h * sum(abs(x - z) / (abs(x) + abs(z)) for x, z in zip(a, f)), sum(abs(x - z) for x, z in zip(a, f)) / h / scale)

ours, base, inside, steps = [0, 0], [0, 0], 0, 0
for sku in got:
    y, a = train[sku], test[sku]
    number = int(sku[1:])
    m = {6: 1, 18: 12}.get(len(a), 4 if number <= 1401 else 1)
    scale = sum(abs(y[t] - y[t - m]) for t in range(m, len(y))) / (len(y) - m)
    f = [got[sku][i + 1] for i in range(len(a))]
    for into, mean in ((ours, [x[0] for x in f]), (base, naive2(y, m, len(a)))):
        s = scores(mean, a, scale)
        into[0] += s[0] / len(got)
        into[1] += s[1] / len(got)
    inside += sum(low <= x <= high for x, (_, low, high) in zip(a, f))
    steps += len(a)
print('%d %.3f %.4f %.4f %.4f' % (len(got), ours[0], ours[1], (ours[0] / base[0] + ours[1] / base[1]) / 2, inside / steps))
END
}

m3_kinds='y 6 1 year
q 8 4 quarter
m 18 12 month
o 8 1 year'

# m3_forecast FOLDER MODEL: records of all frequencies
m3_forecast() {
  local kind horizon season every
  while read -r kind horizon season every; do
    [ -e "$work/m3-$kind.csv" ] || m3_history "$1" "$kind" >"$work/m3-$kind.csv"
    ecom-forecast demand "$work/m3-$kind.csv" -m "$2" -n "$horizon" --season "$season" --every "$every" --quantiles 0.025,0.975 -o jsonl
  done <<<"$m3_kinds"
}

# m3_sample FOLDER: every 20th monthly series, as the speed program reads it: the same for R
m3_sample() {
  awk -F, -v step="${small:+200}" 'NR > 1401 && NR <= 2829 && (NR - 1402) % (step ? step : 20) == 0 {
    printf "12 18"; for (i = 2; i <= NF && $i != ""; i++) printf " %s", $i; print "" }' "$1/m3_train.csv"
}

# m3_r CALL: series a second that R does of standard input
m3_r() {
  Rscript -e 'suppressMessages(library(forecast)); x <- lapply(strsplit(readLines(file("stdin")), " "), function(v) ts(as.numeric(v[-(1:2)]), frequency = 12))
    f <- eval(parse(text = commandArgs(TRUE)[1])); invisible(f(x[[1]])); t <- system.time(for (y in x) f(y)); cat(length(x) / (t[[1]] + t[[2]]), "\n")' "$1" 2>"$work/discard"
}

bench_m3() {
  local folder model n smape mase owa covered peer
  heading "M3, 3,003 series: exponential smoothing, Theta, their median"
  folder=$(unpacked m3)/m3 || return 0
  [ -d "$folder" ] || return 0
  for model in ses damped theta optimised-theta ets arima ensemble; do
    m3_forecast "$folder" "$model" >"$work/m3-$model.jsonl"
    read -r n smape mase owa covered <<<"$(m3_score "$folder" "$work/m3-$model.jsonl")"
    if [ "$model" = ensemble ]; then
      figure "ensemble: OWA against Naive2" "$owa" "<= 0.835" "<= 0.815" "$n series, MASE $mase"
      figure "ensemble: sMAPE" "$smape" "<= 12.6" "<= 12.3"
      figure "ensemble: coverage of the 95 % interval, off by" "$(awk -v c="$covered" 'BEGIN { c -= 0.95; print c < 0 ? -c : c }')" "<= 0.03" "<= 0.01"
    else
      figure "$model: OWA against Naive2" "$owa" - - "sMAPE $smape, MASE $mase, 95 % covers $covered"
    fi
  done
  m3_sample "$folder" >"$work/m3-sample"
  "$bench/forecast/speed" theta optimised-theta ets ensemble <"$work/m3-sample" >"$work/m3-speed"
  rate() { awk -v model="$1" '$1 == model { print $2 }' "$work/m3-speed"; }
  figure "ensemble, monthly series a second" "$(rate ensemble)" - - "$(wc -l <"$work/m3-sample") series"
  if have_r; then
    peer=$(m3_r 'function(y) thetaf(y, h = 18)' <"$work/m3-sample")
    figure "theta: times R's thetaf" "$(quotient "$(rate theta)" "$peer" %.0f)" - - "$(rate theta) a second"
    figure "optimised Theta: times R's thetaf" "$(quotient "$(rate optimised-theta)" "$peer" %.0f)" ">= 700" ">= 2000" "$(rate optimised-theta) a second, R $peer"
    peer=$(head -n 40 "$work/m3-sample" | m3_r 'function(y) forecast(ets(y), h = 18)')
    figure "ETS, eight models: times R's ets" "$(quotient "$(rate ets)" "$peer" %.0f)" ">= 900" ">= 5000" "$(rate ets) a second, R $peer"
  fi
}
