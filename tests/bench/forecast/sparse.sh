# shellcheck shell=bash disable=SC2154
# Demand with gaps: spare parts. Speed of the models against R's croston() on series of the same file; quantiles of lead-time
# demand, held out, against those of single distributions made by R. Scored by awk.
parts+=(sparse)

# sparse_files FOLDER: the two sets as series a line, oldest month first; carparts' series with gaps in the record are left out.
sparse_files() {
  local rows=100000
  [ -z "$small" ] || rows=120
  awk -F , -v rows="$rows" 'NR > 1 && !/,,|,$/ && ++n <= rows { for (i = 2; i <= NF; i++) printf "%s%s", $i, (i < NF ? " " : "\n") }' \
    "$1/spareparts/carparts.csv" >"$work/carparts"
  awk -F , -v rows="$rows" 'NR > 1 && ++n <= rows { for (i = NF; i > 1; i--) printf "%s%s", $i, (i > 2 ? " " : "\n") }' \
    "$1/spareparts/auto.csv" >"$work/auto"
}

# sparse_generated N SHARE: 200 series of N periods with demand in SHARE of them, sizes geometric (seeded: the same every time)
sparse_generated() {
  awk -v n="$1" -v share="$2" 'BEGIN { srand(7); for (s = 0; s < 200; s++) for (t = 1; t <= n; t++) {
    size = 0; if (rand() < share) { size = 1; while (rand() < 0.5) size++ }; printf "%d%s", size, (t < n ? " " : "\n") } }'
}

# sparse_peers FILE PERIODS HELD LEVEL: quantiles of normal, negative binomial, Poisson, bootstrap and overlapping windows, by R:
# mean smoothed by 0.1 from that of the first year, the variance of its errors likewise. A line a series: five for each origin.
sparse_peers() {
  Rscript --vanilla - "$@" <<'R'
a <- commandArgs(TRUE); L <- as.integer(a[2]); held <- as.integer(a[3]); p <- as.numeric(a[4])
M <- as.matrix(read.table(a[1])); n <- ncol(M); set.seed(1)
for (j in seq_len(nrow(M))) {
  out <- c()
  for (end in seq(n - held, n - L, by = L)) {
    y <- M[j, 1:end]; k <- min(12, end); m <- mean(y[1:k]); v <- var(y)
    for (t in 1:end) { e <- y[t] - m; if (t > 12) v <- v + .1 * (e * e - v); m <- m + .1 * e }
    mu <- max(L * m, 1e-9); vv <- L * max(v, 1e-9)
    nb <- if (vv > mu * 1.0001) qnbinom(p, size = mu^2 / (vv - mu), mu = mu) else qpois(p, mu)
    draws <- colSums(matrix(sample(y, L * 1000, TRUE), nrow = L)); windows <- rowSums(embed(y, L))
    out <- c(out, max(0, mu + qnorm(p) * sqrt(vv)), nb, qpois(p, mu), quantile(draws, p, type = 1), quantile(windows, p, type = 1))
  }
  cat(out, "\n")
}
R
}

# sparse_score QUANTILES FILE PERIODS HELD LEVEL COLUMNS COLUMN: coverage, and pinball loss as a share of the mean demand before
sparse_score() {
  paste -d '|' "$1" "$2" | awk -F '|' -v L="$3" -v held="$4" -v p="$5" -v columns="$6" -v column="$7" '
    { k = split($1, q, " ") / columns; n = split($2, y, " "); mean = demands = 0
      for (t = 1; t <= n - held; t++) { mean += y[t] / (n - held); demands += y[t] > 0 }
      if (demands < 2) next
      for (o = 0; o < k; o++) {
        came = 0; for (t = 1; t <= L; t++) came += y[n - held + o * L + t]
        f = q[o * columns + column]; covered += came <= f; count++
        loss += (came > f ? p * (came - f) : (1 - p) * (f - came)) / mean } }
    END { printf "%.4f %.5f\n", covered / count, loss / count }'
}

# sparse_coverage NAME PERIODS HELD: the figures of one set
sparse_coverage() {
  local coverage loss least='' best='' name peer peer_coverage i=0
  "$bench/forecast/sparse" "$2" "$3" 0.95 <"$work/$1" >"$work/own" 2>"$work/note"
  read -r coverage loss < <(sparse_score "$work/own" "$work/$1" "$2" "$3" 0.95 1 1)
  figure "$1: 95 % coverage of $2 months" "$coverage" 0.94..0.965 0.945..0.955 "$(awk '/chosen/ { b = $2 } /speed/ { s = $2 } END { print "blend", b ", " s " a second" }' "$work/note")"
  have_r || return 0
  sparse_peers "$work/$1" "$2" "$3" 0.95 >"$work/peers"
  for name in normal negative-binomial Poisson bootstrap windows; do
    i=$((i + 1))
    read -r peer_coverage peer < <(sparse_score "$work/peers" "$work/$1" "$2" "$3" 0.95 5 "$i")
    figure "  $name (R): coverage; note: pinball" "$peer_coverage" - - "$peer"
    if [ -z "$least" ] || awk -v a="$peer" -v b="$least" 'BEGIN { exit !(a < b) }'; then
      least=$peer best=$name
    fi
  done
  figure "$1: pinball $loss, of the best of these ($best)" "$(quotient "$loss" "$least" %.3f)" "<= 1.02" "<= 1.00"
}

# sparse_speed NAME: against croston() of R on a sample of the same series
sparse_speed() {
  local own peer=0 model note pin=()
  ! command -v taskset >/dev/null || pin=(taskset -c 0)
  "${pin[@]}" "$bench/forecast/sparse" <"$work/$1" >"$work/speeds"
  if have_r; then
    peer=$("${pin[@]}" Rscript --vanilla -e 'suppressMessages(library(forecast)); M <- as.matrix(read.table(commandArgs(TRUE)[1]))
      rows <- M[rowSums(M > 0) > 1, , drop = FALSE]; rows <- rows[seq_len(min(as.integer(commandArgs(TRUE)[2]), nrow(rows))), , drop = FALSE]
      invisible(croston(rows[1, ])); t <- system.time(for (i in seq_len(nrow(rows))) croston(rows[i, ], h = 3))[["elapsed"]]
      cat(nrow(rows) / t, "\n")' "$work/$1" "${2:-20}" 2>/dev/null)
  fi
  while read -r model own _; do
    note="$own a second; R's croston() $peer"
    if [ "$peer" = 0 ]; then
      figure "$1: $model, series a second" "$own" - - "no R"
    elif [ "$model" = croston ] || [ "$model" = imapa ]; then
      figure "$1: $model, times R" "$(quotient "$own" "$peer" %.0f)" - - "$note"
    else
      figure "$1: $model, times R" "$(quotient "$own" "$peer" %.0f)" ">= 10000" ">= 100000" "$note"
    fi
  done <"$work/speeds"
}

bench_sparse() {
  local folder
  heading "Demand with gaps"
  sparse_generated 84 0.15 >"$work/generated-84"
  sparse_generated 450 0.3 >"$work/generated-450"
  sparse_speed generated-84 10
  sparse_speed generated-450 3
  folder=$(unpacked spareparts_carparts_auto) || return 0
  sparse_files "$folder"
  sparse_coverage carparts 3 12
  sparse_coverage auto 2 6
}
