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
#   SCHEMA       where the compiled schema is; default: --classes target/example-classes
#   TIDEMARK     the command line; default: java -jar target/tidemark-*-cli.jar
#   PLAN_BUCKET  for plans that are too big for a request
#   GENERATION   a number that only grows, such as the pipeline's run; default: GITHUB_RUN_NUMBER, CI_PIPELINE_IID, BUILD_NUMBER
#   PARAMETERS   for deploy: what samconfig.toml does not know, such as "DatabaseHost=… RuntimeSecretArn=… DeployerSecretArn=…"; wins over it
#   SAM_OPTIONS  for deploy: further options of sam deploy, such as "--s3-bucket … --role-arn …"
#   DRY_RUN=1    for deploy: says what it would run
# Exit codes are the command line's (docs/cli.md); 2 is a wrong call.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { echo "pipeline: $*" >&2; exit 2; }

cli() {
  if [ -n "${TIDEMARK:-}" ]; then
    eval "$TIDEMARK"' "$@"'
  else
    local jar
    jar=$(ls target/tidemark-*-cli.jar 2>/dev/null | head -1)
    [ -n "$jar" ] || fail "no target/tidemark-*-cli.jar; run the stage build first, or set TIDEMARK"
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar "$jar" "$@"
  fi
}

# With which options: the schema, and the function where one is named.
schema() { echo "${SCHEMA:---classes target/example-classes}"; }
function_options() { [ -z "${TIDEMARK_FUNCTION:-}" ] || echo "--function $TIDEMARK_FUNCTION ${PLAN_BUCKET:+--bucket $PLAN_BUCKET}"; }

build() { ./mvnw -B -q package -DskipTests; }

plan() {
  local out
  # shellcheck disable=SC2046 # words on purpose
  if out=$(cli plan $(schema) $(function_options) --markdown); then
    echo "$out"
    [ -z "${1:-}" ] || echo "$out" >"$1"
  else
    local code=$?
    echo "$out"
    [ -z "${1:-}" ] || echo "${out:-<!-- tidemark --> There is no plan: exit code $code, see the log.}" >"$1"
    return $code
  fi
}

verify() {
  # shellcheck disable=SC2046
  cli plan $(schema) $(function_options) --exit-code
}

sync() {
  [ -z "${TIDEMARK_FUNCTION:-}" ] || fail "a database behind a function is synced by its deploy (or: sam remote invoke, docs/operations.md)"
  # shellcheck disable=SC2046
  cli sync $(schema) --safe --yes
}

# What samconfig.toml says for the environment; the command line of sam would replace it as a whole.
configured() {
  sed -n "/^\[$1\.deploy\.parameters\]/,/^\[/s/^parameter_overrides *= *\"\(.*\)\"/\1/p" samconfig.toml
}

deploy() {
  local environment=${1:-} generation=${GENERATION:-${GITHUB_RUN_NUMBER:-${CI_PIPELINE_IID:-${BUILD_NUMBER:-}}}} overrides command
  [ -n "$environment" ] || fail "deploy which environment? default, staging, staging-reviewed, production"
  grep -q "^\[$environment\.deploy\.parameters\]" samconfig.toml || fail "samconfig.toml has no environment $environment"
  overrides="$(configured "$environment")${PARAMETERS:+ $PARAMETERS}${generation:+ Generation=$generation}"
  # shellcheck disable=SC2206
  command=(sam deploy --config-env "$environment" --no-confirm-changeset --no-fail-on-empty-changeset ${SAM_OPTIONS:-} --parameter-overrides $overrides)
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
  *) sed -n '4,8p' "$0" | sed 's/^# *//' >&2; exit 2 ;;
esac
