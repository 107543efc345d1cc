# shellcheck shell=bash
# Automatic ARIMA on M3: accuracy by awk from the test part, speed against R's auto.arima() on a sample in the same run, and the
# competition's own B-J automatic on the same series.
parts+=(arima)

# arima_shape FOLDER PERIOD EVERY: every so manyth series of a kind as "name,season,horizon,y..."
arima_shape() {
  awk -F , -v period="$2" -v every="$3" '
    BEGIN { season = period == "MONTHLY" ? 12 : period == "QUARTERLY" ? 4 : 1 }
    { gsub(/"/, "") }
    FILENAME ~ /info/ { if ($3 == period) horizon[$1] = $6; next }
    $1 in horizon && count++ % every == 0 {
      line = $1 "," season "," horizon[$1]
      for (i = 2; i <= NF && $i != ""; i++) line = line "," $i
      print line
    }' "$1/m3_info.csv" "$1/m3_train.csv"
}

# arima_smape FOLDER: mean over the series of the mean sMAPE over their horizon, of "name,form,f1,f2,..." on stdin
arima_smape() {
  awk -F , '
    FILENAME != "-" { for (i = 2; i <= NF && $i != ""; i++) actual[$1, i - 1] = $i; next }
    {
      sub(/"[^"]*"/, "form")
      error = steps = 0
      for (i = 3; i <= NF && ($1, i - 2) in actual; i++) {
        a = actual[$1, i - 2]
        off = a - $i; size = (a < 0 ? -a : a) + ($i < 0 ? -$i : $i)
        error += size ? 200 * (off < 0 ? -off : off) / size : 0
        steps++
      }
      sum += error / steps; n++
    }
    END { printf "%.3f\n", sum / n }' "$1/m3_test.csv" -
}

# arima_in_r FILE: the same through R; its seconds go to standard error
arima_in_r() {
  "${pinned[@]}" Rscript - "$1" <<'R'
suppressMessages(library(forecast))
lines <- strsplit(readLines(commandArgs(TRUE)[1]), ",")
start <- proc.time()
found <- lapply(lines, function(f) forecast(auto.arima(ts(as.numeric(f[-(1:3)]), frequency = as.numeric(f[2]))), h = as.numeric(f[3]), level = 95)$mean)
cat(sum((proc.time() - start)[1:2]), "\n", file = stderr())
for (i in seq_along(lines)) cat(lines[[i]][1], "ARIMA", paste(as.numeric(found[[i]]), collapse = ","), sep = ",", fill = FALSE, "\n")
R
}

bench_arima() {
  local folder period every own peer pinned=() rounds=3
  heading "automatic ARIMA, M3"
  folder=$(unpacked m3) || return 0
  folder=$folder/m3
  ! command -v taskset >/dev/null || pinned=(taskset -c 0)
  for period in MONTHLY QUARTERLY YEARLY; do
    every=1
    [ -z "$small" ] || every=60
    arima_shape "$folder" "$period" "$every" >"$work/arima.csv"
    "${pinned[@]}" "$bench/forecast/arima" "$work/arima.csv" 1 >"$work/arima.out" 2>/dev/null
    peer=$(join -t , <(cut -d , -f 1 "$work/arima.csv" | sort) <(tr -d '"' <"$folder/forecasts/B_J_auto.csv" | sort) |
      sed 's/,/,form,/' | arima_smape "$folder")
    figure "sMAPE, $(wc -l <"$work/arima.csv") series ${period,,}" "$(arima_smape "$folder" <"$work/arima.out")" - - \
      "B-J automatic of the competition $peer"
    have_r || { echo "  R's forecast package is not here: no comparison" && continue; }
    case $period in MONTHLY) every=48 ;; QUARTERLY) every=12 ;; *) every=4 ;; esac
    [ -z "$small" ] || every=$((every * 40))
    arima_shape "$folder" "$period" "$every" >"$work/arima.csv"
    own=$("${pinned[@]}" "$bench/forecast/arima" "$work/arima.csv" "$rounds" 2>&1 >"$work/arima.out")
    peer=$(arima_in_r "$work/arima.csv" 2>&1 >"$work/arima.peer")
    figure "times auto.arima()'s speed, $(wc -l <"$work/arima.csv") of them" "$(quotient "$peer" "$own" %.0f)" ">= 100" ">= 1000" \
      "$(wc -l <"$work/arima.csv" | awk -v own="$own" -v peer="$peer" '{ printf "%.0f a second, R %.2f", $1 / own, $1 / peer }')"
    figure "their sMAPE over auto.arima()'s" \
      "$(quotient "$(arima_smape "$folder" <"$work/arima.out")" "$(arima_smape "$folder" <"$work/arima.peer")" %.3f)" "<= 1.05" "<= 1"
  done
}
