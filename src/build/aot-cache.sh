#!/usr/bin/env bash
# Puts an AOT cache (JDK 25 and newer: cold-start.aot) or an AppCDS archive (JDK 21: cold-start.jsa) into a function's artefact, in one step with its jars.
#   src/build/aot-cache.sh orders|tidemark             lays out the artefacts anew (./mvnw package), then makes the cache of one of them
#   src/build/aot-cache.sh --artefact DIR HANDLER      makes the cache of an artefact that has been laid out already
#   src/build/aot-cache.sh --check DIR                 fails where the cache is not of the files that lie beside it
# A cache is good for the JVM and the runtime's jars that it was made with, so for Lambda run this in its base image (docs/lambda.md, "AOT cache"). Variables:
#   JAVA                the JVM; default: /var/lang/bin/java, $JAVA_HOME, java, the newest of /usr/lib/jvm
#   BOOTSTRAP           what starts the runtime, told by JAVA_TOOL_OPTIONS to write the cache; default: /var/runtime/bootstrap where there is one (Lambda's image), else
#                       JAVA with JVM_OPTIONS and the jars of target/runtime, which ./mvnw package lays out
#   JVM_OPTIONS         for that JVM; default: -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED. A start with others may refuse the cache
#   TIDEMARK_URL …      the database of the training run, read only; without one the run ends at the refused connection, and the cache holds less
set -euo pipefail
repo=$(cd "$(dirname "$0")/../.." && pwd)
fail() { echo "aot-cache: $*" >&2; exit 1; }
sums() { (cd "$1" && find . -type f ! -name 'cold-start.*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum); }

check() {
  [ -f "$1/cold-start.sha256" ] || fail "$1 has no cache"
  diff <(sums "$1") "$1/cold-start.sha256" >&2 || fail "the cache of $1 is of other files than those that lie beside it"
}

java_of() {
  local candidate
  for candidate in "${JAVA:-}" /var/lang/bin/java "${JAVA_HOME:+$JAVA_HOME/bin/java}" java $(ls -d /usr/lib/jvm/*/bin/java 2>/dev/null | sort -rV || true); do
    [ -n "$candidate" ] && [ "$(major "$candidate")" -ge 21 ] && { echo "$candidate"; return; }
  done
  fail "no JVM of version 21 or newer; set JAVA"
}
major() { { "$1" -XshowSettings:properties -version 2>&1 || true; } | sed -n 's/^ *java.specification.version = \([0-9]*\).*/\1/p' | grep . || echo 0; }

train() {
  local folder handler java runtime option command
  folder=$(cd "$1" && pwd) handler=$2 java=$(java_of)
  rm -f "$folder"/cold-start.*
  if [ "$(major "$java")" -ge 25 ]; then option="-XX:AOTCacheOutput='$folder/cold-start.aot'"; else option="-XX:ArchiveClassesAtExit='$folder/cold-start.jsa'"; fi
  if [ -n "${BOOTSTRAP:-}" ] || [ -x /var/runtime/bootstrap ]; then
    command=("${BOOTSTRAP:-/var/runtime/bootstrap}")
  else
    runtime=$({ ls "$repo"/target/runtime/*.jar 2>/dev/null || true; } | paste -sd:)
    [ -n "$runtime" ] || fail "the runtime's jars are not there: ./mvnw package lays them out in target/runtime"
    read -ra command <<<"${JVM_OPTIONS:--XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED}"
    command=("$java" "${command[@]}" -cp "$runtime" com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$handler")
  fi
  if [ -z "${TIDEMARK_URL:-}" ]; then
    echo "aot-cache: no TIDEMARK_URL: the training run ends at the refused connection" >&2
    export TIDEMARK_URL=jdbc:postgresql://127.0.0.1:1/none TIDEMARK_USER=none TIDEMARK_PASSWORD=none
  fi
  "$java" "$repo/src/build/AotTraining.java" "$folder" "$handler" "$option -Xlog:aot=error -Xlog:cds=error" "${command[@]}" \
    || { rm -f "$folder"/cold-start.*; fail "no cache was made"; }
  ls "$folder"/cold-start.[aj]* || fail "the JVM wrote no cache"
  sums "$folder" >"$folder/cold-start.sha256"
}

case ${1:-} in
  --check) check "${2:?which folder}" ;;
  --artefact) train "${2:?which folder}" "${3:?which handler}" ;;
  orders | tidemark)
    (cd "$repo" && ./mvnw -B -q package -DskipTests)
    if [ "$1" = orders ]; then handler=com.example.orders.OrdersFunction::handleRequest; else handler=dev.tidemark.lambda.TidemarkHandler::handleRequest; fi
    train "$repo/target/function/$1" "$handler" ;;
  *) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
