#!/usr/bin/env bash
# The stages of a pipeline that is not GitHub's (GitLab, Jenkins, CodeBuild, cron); .github/workflows call the same.
#
#   pipeline/pipeline.sh build                the functions' artefacts, and the command line
#   pipeline/pipeline.sh plan [FILE]          what this checkout would change, as Markdown for a review; into FILE too
#   pipeline/pipeline.sh verify               ends with 3 where the database is not in step with this checkout
#   pipeline/pipeline.sh sync                 applies all but data loss; says what it withheld
#   pipeline/pipeline.sh deploy ENVIRONMENT   sam build, sam deploy --config-env ENVIRONMENT (samconfig.toml): the stack's custom resource syncs
#
# Which database: TIDEMARK_FUNCTION, the deployed function of one that cannot be reached from here (plan, and what the function itself has recorded: verify);
# else DATABASE_URL, or PGHOST and its kin (docs/cli.md).
#   SCHEMA       where the compiled schema is, quoted as in a shell, paths from the repository's root; default: --classes target/example-classes
#   TIDEMARK     the command line, quoted as in a shell; default: java -jar target/tidemark-*-cli.jar
#   PLAN_BUCKET  for plans that are too big for a request
#   GENERATION   a number that only grows, such as the pipeline's run; default: GITHUB_RUN_NUMBER, CI_PIPELINE_IID, BUILD_NUMBER
#   PARAMETERS   for deploy: what samconfig.toml does not know, such as 'DatabaseHost=… RuntimeSecretArn=… ScheduleExpression="rate(1 day)"'; wins over it
#   SAM_OPTIONS  for deploy: further options of sam deploy, such as "--no-resolve-s3 --s3-bucket … --role-arn …"
#   DRY_RUN=1    for deploy: says what it would run
# Exit codes are the command line's (docs/cli.md); 2 is a wrong call.
set -euo pipefail
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() { echo "pipeline: $*" >&2; exit 2; }

cli() {
  if [ -n "${TIDEMARK:-}" ]; then
    eval "$TIDEMARK"' "$@"'
    return
  fi
  local jar
  for jar in target/tidemark-*-cli.jar; do
    [ ! -f "$jar" ] || break
  done
  [ -f "$jar" ] || fail "no target/tidemark-*-cli.jar; run the stage build first, or set TIDEMARK"
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar "$jar" "$@"
}

# With which options: the schema, and the function where one is named.
options=()
schema() { eval "options=(${SCHEMA:---classes target/example-classes})"; }
function_options() {
  [ -z "${TIDEMARK_FUNCTION:-}" ] || options+=(--function "$TIDEMARK_FUNCTION")
  [ -z "${TIDEMARK_FUNCTION:-}" ] || [ -z "${PLAN_BUCKET:-}" ] || options+=(--bucket "$PLAN_BUCKET")
}

build() { ./mvnw -B -q package -DskipTests; }

plan() {
  local out code=0 file=${1:-}
  case $file in "" | /*) ;; *) file=$here/$file ;; esac
  schema
  function_options
  out=$(cli plan "${options[@]}" --markdown) || code=$?
  if [ -n "$out" ]; then
    printf '%s\n' "$out"
  elif [ $code -ne 0 ]; then
    out="<!-- tidemark -->"$'\n'"There is no plan: exit code $code, see the log."
  fi
  [ -z "$file" ] || printf '%s\n' "$out" >"$file"
  return $code
}

verify() {
  schema
  function_options
  cli plan "${options[@]}" --exit-code
}

sync() {
  [ -z "${TIDEMARK_FUNCTION:-}" ] || fail "a database behind a function is synced by its deploy (or: sam remote invoke, docs/operations.md)"
  schema
  cli sync "${options[@]}" --safe --yes
}

# What samconfig.toml says for the environment; the command line of sam would replace it as a whole. sam deploy --guided writes quotes into it, escaped.
configured() {
  sed -n "/^\[$1\.deploy\.parameters\]/,/^\[/s/^parameter_overrides *= *\"\(.*\)\"/\1/p" samconfig.toml | sed 's/\\\(["\\]\)/\1/g'
}

deploy() {
  local environment=${1:-} generation=${GENERATION:-${GITHUB_RUN_NUMBER:-${CI_PIPELINE_IID:-${BUILD_NUMBER:-}}}} overrides command
  [ -n "$environment" ] || fail "deploy which environment? default, staging, staging-reviewed, production"
  grep -q "^\[$environment\.deploy\.parameters\]" samconfig.toml || fail "samconfig.toml has no environment $environment"
  # One argument: sam itself takes it apart, and knows values in quotes; of a name that is there twice the last counts.
  overrides="$(configured "$environment")${PARAMETERS:+ $PARAMETERS}${generation:+ Generation=$generation}"
  set -f
  # shellcheck disable=SC2206 # words on purpose
  command=(sam deploy --config-env "$environment" --no-confirm-changeset --no-fail-on-empty-changeset ${SAM_OPTIONS:-} --parameter-overrides "$overrides")
  if [ -n "${DRY_RUN:-}" ]; then
    echo "sam build --config-env $environment"
    printf '%s\n' "${command[*]}"
    return
  fi
  sam build --config-env "$environment"
  "${command[@]}"
}

stage=${1:-}
[ $# -eq 0 ] || shift
case $stage in
  build | plan | verify | sync | deploy) "$stage" "$@" ;;
  *) sed -n '4,8p' pipeline/pipeline.sh | sed 's/^# *//' >&2; exit 2 ;;
esac
