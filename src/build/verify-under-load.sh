#!/usr/bin/env bash
# Runs verify three times in a row beside a load of twice the cores, as on a machine that others use too, and says how each run ended.
#   src/build/verify-under-load.sh [RUNS] [MAVEN ARGUMENTS…]      e.g.   src/build/verify-under-load.sh 1 -Dtest=LeaseTest -Dsurefire.failIfNoSpecifiedTests=false
# Exits with the first failure; logs are target/under-load-N.log.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=3
case ${1:-} in [0-9]*) runs=$1; shift;; esac
cores=$(getconf _NPROCESSORS_ONLN)
load=()
stop() { [ ${#load[@]} -eq 0 ] || kill "${load[@]}" 2>/dev/null || true; }
trap stop EXIT
for _ in $(seq $((2 * cores))); do
  sh -c 'while :; do :; done' &
  load+=($!)
done
mkdir -p target
for run in $(seq "$runs"); do
  log=target/under-load-$run.log
  start=$SECONDS
  if ./mvnw -B verify "$@" >"$log" 2>&1; then
    echo "run $run of $runs beside ${#load[@]} busy loops on $cores cores: passed in $((SECONDS - start)) s"
  else
    echo "run $run of $runs beside ${#load[@]} busy loops on $cores cores: FAILED after $((SECONDS - start)) s" >&2
    grep -E '^\[ERROR\]|Tests run:.*(Failures: [1-9]|Errors: [1-9])' "$log" | head -20 >&2 || tail -20 "$log" >&2
    exit 1
  fi
done
