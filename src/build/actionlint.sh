#!/usr/bin/env bash
# Installs actionlint, pinned (the Go module proxy's checksum database vouches for it), once, and prints its path:   "$(src/build/actionlint.sh)" .github/workflows/*.yml
#   src/build/actionlint.sh --check   never installs: prints the path where it is there, else fails
set -euo pipefail
version=v1.7.12
home=${TIDEMARK_CACHE:-$HOME/.cache/tidemark}/actionlint-$version
if [ -x "$home/actionlint" ]; then echo "$home/actionlint"; exit 0; fi
if [ "${1:-}" = --check ]; then echo "actionlint is not installed: src/build/actionlint.sh" >&2; exit 1; fi
go=$(command -v go || ls /usr/local/go/bin/go 2>/dev/null) || { echo "actionlint needs go" >&2; exit 1; }
GOBIN=$home GOFLAGS=-mod=mod timeout 600 "$go" install "github.com/rhysd/actionlint/cmd/actionlint@$version" >&2
echo "$home/actionlint"
