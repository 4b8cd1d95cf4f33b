#!/usr/bin/env bash
# PostgreSQL with the DocumentDB extension, the testkit's second data engine, in a private folder.
#
#   provision.sh install [DIR]         fetch and unpack it (about 150 MB, unpacked 600 MB) and make an empty data directory
#   provision.sh start   [DIR] [PORT]  install if need be, start it on the loopback interface, wait until it answers
#   provision.sh status  [DIR]         say whether it runs, and where; fails if it does not
#   provision.sh stop    [DIR]         stop what "start" started from this DIR, and nothing else
#
# DIR is testkit/target/documentdb and PORT 9712 unless given. Each command may be repeated. Nothing is installed on the
# machine itself: the packages come through the machine's own apt configuration, their signatures are checked, and they are
# unpacked into DIR/root and run there under chroot. Needs Debian or a descendant, x86-64 or arm64, and root (for chroot).
#
# Everybody on the machine may connect, without a password, as the database's superuser: for throw-away data only.
set -euo pipefail
exec </dev/null

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly HERE
readonly SUITE=${DOCUMENTDB_SUITE:-sid}
readonly POSTGRES=18
readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
readonly INDEX_SECONDS=180
readonly DOWNLOAD_SECONDS=900
readonly UNPACK_SECONDS=600
readonly START_SECONDS=60
readonly STOP_SECONDS=30
readonly USER_ID=113
readonly DATA=/var/lib/postgresql/$POSTGRES/data

say() { printf '%s\n' "$*"; }

fail() {
  printf 'provision.sh: %s\n' "$*" >&2
  exit 1
}

usage() { fail "usage: provision.sh install|start|stop|status [DIR] [PORT]"; }

# bounded SECONDS WHAT COMMAND...: runs COMMAND, its output in DIR/log/WHAT, and says why if it fails or takes too long
bounded() {
  local seconds=$1 what=$2 status=0
  shift 2
  timeout "$seconds" "$@" >"$DIR/log/$what" 2>&1 || status=$?
  [[ $status == 0 ]] && return
  tail -n 20 "$DIR/log/$what" >&2
  if [[ $status == 124 ]]; then
    fail "$what took longer than $seconds s; its output is in $DIR/log/$what"
  fi
  fail "$what failed with status $status; its output is above and in $DIR/log/$what"
}

require_machine() {
  local tool
  [[ $(id -u) == 0 ]] || fail "needs root, because the unpacked system runs under chroot"
  for tool in apt-get dpkg dpkg-deb chroot tar timeout; do
    command -v "$tool" >/dev/null || fail "needs $tool, and so Debian or a descendant of it"
  done
  [[ -r $KEYRING ]] || fail "needs $KEYRING (package debian-archive-keyring) to check the packages' signatures"
}

# The first Debian mirror among the machine's own apt sources.
mirror() {
  local found
  found=$(cat /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
    sed -n -E 's/^URIs:[[:space:]]*([^[:space:]]*debian[^[:space:]]*).*/\1/p; s/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]*debian[^[:space:]]*)[[:space:]].*/\2/p' |
    grep -v -e security | head -n 1 || true)
  [[ -n $found ]] || fail "found no Debian mirror in /etc/apt/sources.list and /etc/apt/sources.list.d"
  printf '%s' "$found"
}

# apt with package lists of its own; all else, such as a proxy, is as the machine has it. The suite's index may be older
# than its validity where the mirror is a snapshot, so only its signature is checked, not its age.
apt() {
  local seconds=$1 what=$2 state=$DIR/apt
  shift 2
  bounded "$seconds" "$what" apt-get -q -y \
    -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::Etc::Preferences=/dev/null \
    -o Dir::Etc::PreferencesParts=/dev/null -o Dir::State="$state" -o Dir::State::status="$state/status" \
    -o Dir::Cache="$state/cache" -o APT::Sandbox::User=root -o APT::Install-Recommends=false \
    -o Acquire::Languages=none -o Acquire::Check-Valid-Until=false -o Acquire::Retries=3 "$@"
}

download() {
  mkdir -p "$DIR/apt/lists/partial" "$DIR/apt/cache/archives/partial"
  : >"$DIR/apt/status"
  printf 'deb [signed-by=%s] %s %s main\n' "$KEYRING" "$(mirror)" "$SUITE" >"$DIR/apt/sources.list"
  say "reading the package index of $SUITE"
  apt "$INDEX_SECONDS" apt-update update
  grep -q -E '^(E|W):' "$DIR/log/apt-update" && fail "apt could not read the index: $(grep -m1 -E '^(E|W):' "$DIR/log/apt-update")"
  say "downloading PostgreSQL $POSTGRES, the extension and what they need"
  apt "$DOWNLOAD_SECONDS" apt-download --download-only install \
    "postgresql-$POSTGRES-documentdb" base-files base-passwd bash coreutils dash libc-bin util-linux tzdata
}

# Unpacks into DIR/root.new. The links of a merged /usr must be there before the first package.
unpack() {
  local root=$1 package directory
  mkdir -p "$root"/usr/{bin,sbin,lib,lib64} "$root"/{proc,dev/shm,tmp,run/postgresql,etc,var/lib/postgresql/$POSTGRES}
  for directory in bin sbin lib lib64; do
    ln -s "usr/$directory" "$root/$directory"
  done
  chmod 1777 "$root/tmp" "$root/dev/shm"
  for package in "$DIR"/apt/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C "$root"
  done
}

# What the packages' own scripts would have done, had they been installed and not only unpacked.
settle() {
  local root=$1 libraries device
  printf 'root:x:0:0::/root:/bin/sh\npostgres:x:%s:%s::/var/lib/postgresql:/bin/sh\n' $USER_ID $USER_ID >"$root/etc/passwd"
  printf 'root:x:0:\npostgres:x:%s:\n' $USER_ID >"$root/etc/group"
  # the extension connects to "localhost" by itself
  printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
  printf 'hosts: files\npasswd: files\ngroup: files\n' >"$root/etc/nsswitch.conf"
  ln -sf postgis-3.control "$root/usr/share/postgresql/$POSTGRES/extension/postgis.control"
  libraries=$(cd "$root" && echo usr/lib/*-linux-gnu)
  ln -sf blas/libblas.so.3 "$root/$libraries/libblas.so.3"
  ln -sf lapack/liblapack.so.3 "$root/$libraries/liblapack.so.3"
  chroot "$root" /usr/sbin/ldconfig
  for device in null:3 zero:5 random:8 urandom:9; do
    mknod -m 666 "$root/dev/${device%%:*}" c 1 "${device##*:}"
  done
  chown -R $USER_ID:$USER_ID "$root/var/lib/postgresql" "$root/run/postgresql"
}

# Runs a program of the unpacked system as the user postgres.
inside() {
  local root=$1
  shift
  chroot "$root" /usr/bin/setpriv --reuid=$USER_ID --regid=$USER_ID --clear-groups \
    env -i HOME=/var/lib/postgresql PATH=/usr/lib/postgresql/$POSTGRES/bin:/usr/bin:/bin LC_ALL=C.UTF-8 "$@"
}

make_database() {
  local root=$1
  inside "$root" initdb -D "$DATA" -A trust --locale=C.UTF-8 --encoding=UTF8
  cat >>"$root$DATA/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = '/run/postgresql'
shared_preload_libraries = 'pg_cron,pg_documentdb_core,pg_documentdb'
cron.database_name = 'postgres'
max_connections = 200
# tests bring their data with them, and nobody misses it
fsync = off
SETTINGS
}

# Complete or not at all: the folder gets its name when everything has worked.
install() {
  require_machine
  [[ -e $DIR/root$DATA/PG_VERSION ]] && return
  local root=$DIR/root.new
  rm -rf --one-file-system "$root" "$DIR/apt"
  download
  say "unpacking into $DIR/root"
  export -f unpack settle inside make_database
  export DIR POSTGRES USER_ID DATA
  bounded "$UNPACK_SECONDS" unpack bash -euo pipefail -c 'unpack "$1"; settle "$1"; make_database "$1"' unpack "$root"
  mv "$root" "$DIR/root"
  rm -rf "$DIR/apt"
  say "installed in $DIR"
}

# The id of the server that runs from this DIR, or nothing. The id in its file counts only if that process is our program.
server_id() {
  local file=$DIR/root$DATA/postmaster.pid id
  [[ -r $file ]] || return 0
  id=$(head -n 1 "$file")
  if [[ $(readlink "/proc/$id/exe" 2>/dev/null) == "$DIR/root/"* ]]; then
    printf '%s' "$id"
  fi
}

port_of_server() { sed -n 4p "$DIR/root$DATA/postmaster.pid"; }

status() {
  [[ -n $(server_id) ]] || fail "not running in $DIR"
  say "runs as process $(server_id): jdbc:postgresql://127.0.0.1:$(port_of_server)/postgres?user=postgres"
}

start() {
  install
  if [[ -n $(server_id) ]]; then
    [[ $(port_of_server) == "$PORT" ]] || fail "runs already, but on port $(port_of_server), not $PORT: stop it first"
    status
    return
  fi
  say "starting on port $PORT"
  export -f inside
  export DIR POSTGRES USER_ID DATA
  bounded $((START_SECONDS + 10)) start bash -c 'inside "$@"' start "$DIR/root" \
    pg_ctl -D "$DATA" -o "-p $PORT" -l /var/lib/postgresql/$POSTGRES/server.log -t $START_SECONDS -w start
  bounded "$START_SECONDS" extension bash -c 'inside "$@"' extension "$DIR/root" \
    psql -h /run/postgresql -p "$PORT" -d postgres -qAtX -v ON_ERROR_STOP=1 \
    -c 'CREATE EXTENSION IF NOT EXISTS documentdb CASCADE' \
    -c "SELECT version() || ', DocumentDB ' || documentdb_api.binary_version()"
  tail -n 1 "$DIR/log/extension"
  status
}

stop() {
  local id waited=0
  id=$(server_id)
  if [[ -z $id ]]; then
    say "not running in $DIR"
    return
  fi
  # a "fast" stop: sessions are ended, data are kept
  kill -INT "$id"
  while [[ -n $(server_id) ]]; do
    if ((waited++ >= STOP_SECONDS * 5)); then
      fail "process $id has not ended within $STOP_SECONDS s"
    fi
    sleep 0.2
  done
  say "stopped process $id"
}

(($# >= 1 && $# <= 3)) || usage
COMMAND=$1
DIR=${2:-$HERE/../target/documentdb}
PORT=${3:-9712}
[[ $PORT =~ ^[0-9]{1,5}$ ]] && ((PORT >= 1024 && PORT < 65536)) || fail "the port must be a number from 1024 to 65535, not '$PORT'"
mkdir -p "$DIR/log"
DIR=$(cd "$DIR" && pwd -P)
readonly COMMAND DIR PORT
case $COMMAND in
  install | start | stop | status) "$COMMAND" ;;
  *) usage ;;
esac
