# The databases to measure on: 100,000 clients of one provider, 10 and 30 of two others, a client with 50
# members and one with 10,000, a log of 1,000,000 events. Nearly all of it comes in by the program itself.

clients=100000
events=1000000
password='long sentence for measuring only'

fill() {
  if [[ -e $place/$engine/filled ]]; then return; fi
  if [[ -d $place/$engine/data ]]; then
    echo "bin/bench: $place/$engine is half filled; remove $place and try again" >&2
    exit 1
  fi
  echo "filling $engine (once; some minutes)"
  mkdir -p "$place/$engine/data"
  chmod 700 "$place/$engine/data"
  if [[ $engine == postgres ]]; then sql postgres <<<'CREATE DATABASE portico TEMPLATE template0'; fi
  fill_clients
  fill_members
  fill_through_pages
  fill_events
  analyze
  run_portico check
  touch "$place/$engine/filled"
}

# The demonstration's own way of making clients in bulk, under its first provider.
fill_clients() {
  local out=$place/$engine/demo.log id
  "$portico" demo --listen "127.0.0.1:$(free_port)" --database-url "$(database_url)" --clients "$clients" \
    >"$out" 2>&1 &
  id=$!
  started+=("$id")
  wait_until 1200 grep -q '^Mails are kept' "$out" || { tail -n 20 "$out"; exit 1; }
  stop "$id"
  grep -m 1 @ "$out" | awk '{ print $1, $2 }' >"$place/$engine/large.account"
}

# Two organizations of the provider's admin, which are added as clients afterwards.
fill_members() {
  local admin
  read -r admin _ <"$place/$engine/large.account"
  awk -v admin="$admin" '
    function organization(name, members,   n) {
      printf "%s,Enterprise (Annually) 2020,%d,%s,Admin,owner,confirmed\n", name, members + 10, admin
      for (n = 1; n < members; n++)
        printf "%s,Enterprise (Annually) 2020,%d,person%d@%s.example,Person %d,user,%s\n",
          name, members + 10, n, tolower(name), n, n % 5 ? "confirmed" : "invited"
    }
    BEGIN { print "organization,plan,seats,email,name,role,status"; organization("Fifty", 50); organization("Tenthousand", 10000) }
  ' >"$place/$engine/members.csv"
  run_portico import "$place/$engine/members.csv" >/dev/null
}

fill_through_pages() {
  local id
  start_portico warn
  sign_in large
  for name in Fifty Tenthousand; do
    id=$(organization_of large "/clients/existing" "$name")
    submit large /clients/existing /clients/existing "organization=$id"
    echo "$id" >"$place/$engine/$name.id"
  done
  suspend_the_last
  small_provider ten 10
  small_provider thirty 30
  stop "$server"
}

# organization_of PERSON PATH NAME: the id of the organization of that name in a list.
organization_of() {
  page "$1" "$2" | tr '\n' ' ' | grep -o "id=\"org-[0-9a-f-]*\">$3<" | sed 's/id="org-\([0-9a-f-]*\)".*/\1/'
}

# The last clients by name: who looks for suspended ones passes all others.
suspend_the_last() {
  local id
  for id in $(page large '/clients?sort=name&dir=desc' | grep -o '/organizations/[0-9a-f-]\{36\}' | sort -u | cut -d/ -f3); do
    submit large "/clients/$id/suspend" "/clients/$id/suspend"
  done
}

# small_provider PERSON NUMBER: a provider with so many clients, made by its admin.
small_provider() {
  local person=$1 link n
  echo "$person@bench.example $password" >"$place/$engine/$person.account"
  link=$(run_portico provider create --name "Provider $person" --admin-email "$person@bench.example" |
    grep -o 'http[^ ]*' | sed 's|^http://[^/]*||')
  submit "$person" "$link" /password "password=$password"
  sign_in "$person"
  for ((n = 1; n <= $2; n++)); do
    submit "$person" /clients/new /clients/new "name=Client $n" "plan=Teams (Monthly)" seats=10 \
      "owner_email=owner$n@$person.example" note=
  done
}

# The provider's own log goes on and on: what stands in it is written again and again, spread over the weeks
# of the made-up world. One text for both engines.
fill_events() {
  cat >"$place/$engine/events.sql" <<SQL
INSERT INTO events (log_id, sequence, log_kind, at, actor_id, actor, through, for_provider_id, for_provider, address,
  kind, organization_id, feed_id, details, search)
WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < $events),
log AS (SELECT e.*, ROW_NUMBER() OVER (ORDER BY sequence) - 1 AS place, COUNT(*) OVER () AS length,
  MIN(at) OVER () AS began FROM events e WHERE log_id = (SELECT id FROM providers WHERE name = 'Example Managed Services'))
SELECT log_id, length + n, log_kind, began + n * 3000, actor_id, actor, through, for_provider_id, for_provider, address,
  kind, organization_id, feed_id, details, search FROM numbers JOIN log ON place = n % length;
UPDATE providers SET event_sequence = (SELECT MAX(sequence) FROM events WHERE log_id = providers.id)
WHERE name = 'Example Managed Services';
SQL
  run_sql <"$place/$engine/events.sql"
}

run_sql() {
  if [[ $engine == postgres ]]; then sql portico; else sqlite3 -bail "$place/sqlite/portico.db"; fi
}

analyze() {
  if [[ $engine == postgres ]]; then sql portico <<<'VACUUM ANALYZE'; else run_sql <<<'ANALYZE'; fi
}
