# What is measured, one kind after the other, on a server that was started for it.

declare -A result=()
time_limit=330 # seconds of measuring for all engines; instructions are counted as long as they last

keep() { result[$engine,$name,$1]=$2; }

measure_engine() {
  local person ends=$((SECONDS + time_limit / ${#engines[@]}))
  start_portico 'info,sqlx::query=debug'
  for person in large ten thirty; do sign_in "$person"; done
  each_page count_statements
  stop "$server"
  measure_loads
  if [[ -z $quick ]]; then measure_instructions; fi
}

# within SECONDS MOST: how often the page can be asked for in that time, once at least.
within() {
  awk -v all="$1" -v most="$2" -v one="${result[$engine,$name,seconds]}" \
    'BEGIN { n = int(all / one); print (n > most ? most : n < 1 ? 1 : n) }'
}

# --- statements, round trips, bytes ---------------------------------------------------------------

# The page as it is without load: its bytes and headers, which the bare server repeats, and its time.
count_statements() {
  local folder=$place/$engine/answers log=$place/$engine/serve.log before n
  mkdir -p "$folder"
  ask 2
  keep seconds "$(curl --silent --cookie "$(cookies "$person")" --dump-header "$folder/$name.headers" \
    --output "$folder/$name.body" --write-out '%{time_total}' "$url$path")"
  keep bytes "$(stat --format=%s "$folder/$name.body")"
  n=$(within 1 10)
  before=$(grep -c 'sqlx::query' "$log" || true)
  ask "$n"
  keep statements $((($(grep -c 'sqlx::query' "$log") - before + n / 2) / n))
  if [[ $engine == postgres ]]; then keep trips "$(trips "$n")"; fi
}

# trips NUMBER: how often the server sends to the database for one page.
trips() {
  local out=$place/$engine/strace.log id
  strace -f -qq -yy -e trace=sendto,sendmsg,write,writev -o "$out" -p "$server" &
  id=$!
  sleep 0.5
  ask "$1"
  stop "$id"
  awk -v port="->127.0.0.1:$postgres_port" -v n="$1" 'index($0, port) { sent++ } END { print int(sent / n + 0.5) }' "$out"
}

# --- load -----------------------------------------------------------------------------------------

connections=16

# Portico and the bare server take turns in the same minute: what else the machine does meets both.
measure_loads() {
  local bare_port bare_server
  bare_port=$(free_port)
  "$bare" "127.0.0.1:$bare_port" "$place/$engine/answers" &
  bare_server=$!
  started+=("$bare_server")
  start_portico info
  each_page load_page
  stop "$server"
  stop "$bare_server"
}

load_page() {
  local round lasting out=$place/$engine/loads
  : >"$out"
  ask "$(within 1 20)"
  lasting=${quick:-2}
  if (($(within 1 5) < 5)); then lasting=8; fi # slow pages
  for round in 1 2; do
    load bare "$bare_server" 1 "http://127.0.0.1:$bare_port/$name" >>"$out"
    load portico "$server" "$lasting" "$url$path" >>"$out"
  done
  keep_loads <"$out"
}

# load WHO ID SECONDS URL: who, requests, seconds, CPU of the server, CPU of the database (ms), p50, p99 (ms),
# answers that were no page.
load() {
  local cpu database
  cpu=$(cpu_of "$2") database=$(database_cpu)
  wrk --threads 2 --connections "$connections" --duration "$3" --timeout 30s --latency \
    --header "Cookie: $(cookie_header "$person")" "$4" >"$place/$engine/wrk.log"
  awk -v who="$1" -v cpu=$(($(cpu_of "$2") - cpu)) -v database=$(($(database_cpu) - database)) '
    function ms(text) { return text + 0 == 0 ? 0 : text ~ /us$/ ? text / 1000 : text ~ /ms$/ ? text + 0 : text ~ /m$/ ? text * 60000 : text * 1000 }
    $1 == "50%" { p50 = ms($2) }
    $1 == "99%" { p99 = ms($2) }
    / requests in / { requests = $1; seconds = ms($4) / 1000 }
    /Non-2xx/ { bad = $NF }
    END { print who, requests, seconds, cpu * 10, database * 10, p50, p99, bad + 0 }' "$place/$engine/wrk.log"
}

# Both rounds together.
keep_loads() {
  local key value
  while read -r key value; do keep "$key" "$value"; done < <(awk '
    { n[$1] += $2; s[$1] += $3; cpu[$1] += $4; db[$1] += $5; p50[$1] += $6 / 2; p99[$1] += $7 / 2; bad[$1] += $8 }
    function per(what, who) { return n[who] ? 1000 * what[who] / n[who] : 0 }
    END {
      print "cpu", per(cpu, "portico"); print "database", per(db, "portico"); print "bare", per(cpu, "bare")
      print "rate", n["portico"] / s["portico"]; print "bare_rate", n["bare"] / s["bare"]
      print "p50", p50["portico"]; print "p99", p99["portico"]; print "refused", bad["portico"]
    }')
}

# User and system time of a process so far, in hundredths of a second.
cpu_of() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

# The same of PostgreSQL's processes, those that have ended among them.
database_cpu() {
  local postmaster
  if [[ $engine != postgres ]]; then echo 0; return; fi
  postmaster=$(head -n 1 "$place/cluster/data/postmaster.pid")
  { awk '{ print $16 + $17 }' "/proc/$postmaster/stat"
    # A process may end between the listing and the reading, hence cat.
    { cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v parent="$postmaster" '$4 == parent { print $14 + $15 }'
  } | awk '{ sum += $1 } END { print sum + 0 }'
}

# --- instructions ---------------------------------------------------------------------------------

# Pages of more than a fifth of a second would take minutes here.
measure_instructions() {
  rm -f "$place/$engine"/callgrind.out*
  start_portico info valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file="$place/$engine/callgrind.out"
  each_page count_instructions
  stop "$server"
}

count_instructions() {
  local n out
  n=$(within 0.4 40)
  if ((n < 2 || SECONDS > ends)); then return; fi
  ask $((n < 10 ? n : 10))
  callgrind_control --instr=on "$server" >/dev/null 2>&1
  callgrind_control --zero "$server" >/dev/null 2>&1
  ask "$n"
  callgrind_control --dump "$server" >/dev/null 2>&1
  callgrind_control --instr=off "$server" >/dev/null 2>&1
  out=$(find "$place/$engine" -name 'callgrind.out.*' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2-)
  keep instructions "$(awk -v n="$n" '$1 == "totals:" || $1 == "summary:" { i = $2 } END { printf "%.0f", i / n }' "$out")"
}
