#!/usr/bin/env bash
# Installs a Python tool from its lock and prints the folder of its programs:   $(src/build/tool.sh sam)/sam --version
#   src/build/tool.sh NAME            installs src/build/locks/NAME.txt (hashes included) into a folder named by the lock's own hash, once
#   src/build/tool.sh --check NAME    never installs: prints the folder where it is there, else fails
# A lock may say in its first line which Python it needs:  # python >= 3.12
set -euo pipefail
cd "$(dirname "$0")/../.."
check=false
if [ "${1:-}" = --check ]; then check=true; shift; fi
name=${1:?which tool}
lock=src/build/locks/$name.txt
[ -f "$lock" ] || { echo "no lock $lock" >&2; exit 2; }
home=${TIDEMARK_CACHE:-$HOME/.cache/tidemark}/$name-$(sha256sum "$lock" | cut -c1-12)
if [ -f "$home/.complete" ]; then echo "$home/bin"; exit 0; fi
if $check; then echo "$name is not installed: src/build/tool.sh $name" >&2; exit 1; fi

least=$(sed -n '1s/^# python >= 3\.\([0-9]*\).*/\1/p' "$lock")
least=${least:-9}
python=
for candidate in python3 python3.14 python3.13 python3.12 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python3 /usr/bin/python3; do
  if "$candidate" -c "import sys, venv, ensurepip; sys.exit(not (3, $least) <= sys.version_info[:2] < (3, 14))" >/dev/null 2>&1; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || { echo "$name needs Python 3.$least or newer (below 3.14); none was found on PATH or under ${PYENV_ROOT:-$HOME/.pyenv}" >&2; exit 1; }

mkdir -p "${home%/*}"
exec 9>"$home.lock"
flock 9
if [ -f "$home/.complete" ]; then echo "$home/bin"; exit 0; fi
rm -rf "$home"
"$python" -m venv "$home"
# Some releases are sources only: what builds them comes from the lock too, and not, as pip would have it, in its newest version from the registry.
awk '/^[a-zA-Z]/ { own = /^setuptools==/ } own' "$lock" >"$home/build.txt"
install() { # install OPTION ...; three times, because registries fail
  for attempt in 1 2 3; do
    timeout 300 "$home/bin/python" -m pip install -q --disable-pip-version-check --no-input --timeout 30 --require-hashes --no-deps "$@" >&2 && return
    echo "$name: attempt $attempt failed" >&2
    sleep $((attempt * 2))
  done
  return 1
}
isolation=(--only-binary :all:)
if [ -s "$home/build.txt" ]; then
  install --only-binary :all: -r "$home/build.txt"
  isolation=(--no-build-isolation --use-pep517)
fi
install "${isolation[@]}" -r "$lock"
touch "$home/.complete"
echo "$home/bin"
