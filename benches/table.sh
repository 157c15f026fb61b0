# The table, in Markdown.

print_table() {
  machine
  for engine in "${engines[@]}"; do
    echo
    echo "| $engine | statements | round trips | bytes | instructions | CPU, µs | × bare | database CPU, µs | requests/s | of bare | p50, ms | p99, ms |"
    echo "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |"
    while read -r name _; do row; done < <(pages)
  done
}

machine() {
  echo
  echo "$(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)), Linux $(uname -r)," \
    "$("$portico" --version), profile $profile, $(rustc --version | cut -d' ' -f1,2);" \
    "$(((SECONDS - began + 30) / 60)) minutes of measuring, load of the machine before it $load_before"
}

value() { echo "${result[$engine,$name,$1]:-}"; }

row() {
  local refused
  refused=$(value refused)
  awk -v OFS=' | ' -v name="$name${refused:+$( ((refused)) && echo " ($refused refused)")}" -v statements="$(value statements)" \
    -v trips="$(value trips)" -v bytes="$(value bytes)" -v i="$(value instructions)" -v cpu="$(value cpu)" \
    -v bare="$(value bare)" -v db="$(value database)" -v rate="$(value rate)" -v bare_rate="$(value bare_rate)" \
    -v p50="$(value p50)" -v p99="$(value p99)" -v engine="$engine" '
    function or_none(text) { return text == "" ? "–" : text }
    function whole(number) { return number == "" ? "–" : sprintf("%.0f", number) }
    function over(one, other, digits) { return other > 0 ? sprintf("%." digits "f", one / other) : "–" }
    BEGIN {
      print "| " name, or_none(statements), or_none(trips), or_none(bytes), (i == "" ? "–" : sprintf("%.2f M", i / 1e6)),
        whole(cpu), over(cpu, bare, 1), (engine == "postgres" ? whole(db) : "–"), whole(rate), over(rate, bare_rate, 3),
        sprintf("%.2f", p50), sprintf("%.2f", p99) " |"
    }'
}
