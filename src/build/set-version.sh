#!/usr/bin/env bash
# Gives every pom, and every page that names it, another version: src/build/set-version.sh 0.1.0
set -euo pipefail
cd "$(dirname "$0")/../.."
new=${1:?which version?}
old=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml | head -1)
files=(pom.xml bom/pom.xml README.md CONTRIBUTING.md distribution/Dockerfile jbang-catalog.json)
while IFS= read -r file; do files+=("$file"); done < <(find integrations test-support distribution -name pom.xml -not -path '*/target/*'; find docs -maxdepth 1 -name '*.md')
sed -i "s/${old//./\\.}/$new/g" "${files[@]}"
echo "$old -> $new"
