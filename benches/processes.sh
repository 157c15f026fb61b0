# The programs that a measurement needs: what is installed, what is started, and that all of it ends.

started=() # the ids of what was started
postgres_port=
log_of_last=

as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

# PostgreSQL refuses to run as root.
as_postgres() {
  if ((EUID == 0)); then
    (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@")
  else
    "$@"
  fi
}

postgres_bin() { # the newest installed one
  find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/initdb' 2>/dev/null |
    sort --version-sort | tail -n 1 | xargs -r dirname
}

install_missing() {
  local packages=() tool
  for tool in curl strace valgrind wrk sqlite3; do
    command -v "$tool" >/dev/null || packages+=("$tool")
  done
  [[ -n $(postgres_bin) ]] || packages+=(postgresql)
  if ((${#packages[@]})); then
    echo "installing ${packages[*]}"
    as_root apt-get update >"$place/install.log" 2>&1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
      "${packages[@]}" >>"$place/install.log" 2>&1 || { tail -n 20 "$place/install.log"; exit 1; }
  fi
}

free_port() { # below the ports that the kernel hands out
  local port
  while port=$((20000 + RANDOM % 12000)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# A PostgreSQL of its own, as it comes but for its size in memory; its databases stay.
start_postgres() {
  local bin data=$place/cluster/data
  bin=$(postgres_bin)
  postgres_port=$(free_port)
  mkdir -p "$place/cluster"
  if ((EUID == 0)); then chown postgres: "$place/cluster"; fi
  if ! as_postgres test -x "$place/cluster"; then
    echo "bin/bench: $place cannot be reached by the user postgres; name another folder in PORTICO_BENCH_DIR" >&2
    exit 1
  fi
  if [[ ! -e $data/PG_VERSION ]]; then
    as_postgres "$bin/initdb" --pgdata="$data" --username=postgres --auth=trust --encoding=UTF8 \
      --locale=C.UTF-8 --no-sync >/dev/null
  fi
  as_postgres "$bin/pg_ctl" start --wait --timeout=120 --pgdata="$data" --log="$place/cluster/log" \
    --options="-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$place/cluster \
      -c shared_buffers=1GB" >/dev/null
}

sql() { # sql DATABASE [OPTION…]: statements from standard input
  local database=$1
  shift
  psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --host=127.0.0.1 --port="$postgres_port" --username=postgres \
    --dbname="$database" "$@"
}

start_engine() { if [[ $engine == postgres && -z $postgres_port ]]; then start_postgres; fi; }

database_url() {
  if [[ $engine == postgres ]]; then
    echo "postgres://postgres@127.0.0.1:$postgres_port/portico"
  else
    echo "sqlite://$place/sqlite/portico.db"
  fi
}

run_portico() { # run_portico COMMAND…: an operator's command on the filled database
  PORTICO_PUBLIC_URL=http://127.0.0.1 PORTICO_DATA_DIR=$place/$engine/data PORTICO_DATABASE_URL=$(database_url) \
    "$portico" "$@"
}

# start_portico LOG [WRAPPER…]: serves on $url; its id is $server. What wraps it becomes it.
start_portico() {
  local log=$1 port
  shift
  port=$(free_port)
  url=http://127.0.0.1:$port
  PORTICO_PUBLIC_URL=$url PORTICO_LISTEN=127.0.0.1:$port PORTICO_DATA_DIR=$place/$engine/data \
    PORTICO_DATABASE_URL=$(database_url) PORTICO_SESSION_IDLE=12h \
    PORTICO_LOG=$log "$@" "$portico" serve >"$place/$engine/serve.log" 2>&1 &
  server=$!
  started+=("$server")
  wait_until 120 curl --silent --fail --output /dev/null "$url/readyz" ||
    { tail -n 20 "$place/$engine/serve.log"; exit 1; }
}

stop() { # stop ID: as an operator does
  kill -TERM "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

wait_until() { # wait_until SECONDS COMMAND…
  local end=$((SECONDS + $1))
  shift
  until "$@" 2>/dev/null; do
    if ((SECONDS > end)); then return 1; fi
    sleep 0.1
  done
}

tear_down() {
  local id
  for id in "${started[@]}"; do kill -TERM "$id" 2>/dev/null || true; done
  if [[ -n $postgres_port ]]; then
    as_postgres "$(postgres_bin)/pg_ctl" stop --mode=fast --pgdata="$place/cluster/data" >/dev/null 2>&1 || true
  fi
}
trap tear_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
