# The pages that are measured: a name, who asks, and the path.

pages() {
  grep -E -- "${only:-.}" <<END
clients-of-10 ten /clients
clients-of-30 thirty /clients
clients large /clients
clients-by-users large /clients?sort=users
clients-search-none large /clients?q=zqxjzqxj
clients-search-many large /clients?q=alder
clients-suspended large /clients?state=suspended
client-of-50 large /organizations/$(<"$place/$engine/Fifty.id")
client-of-10000 large /organizations/$(<"$place/$engine/Tenthousand.id")
events large /provider/events
events-text-none large /provider/events?text=zqxjzqxj
END
}

# each_page FUNCTION: calls it for every page with $name, $person and $path set.
each_page() {
  local name person path
  while read -r name person path <&3; do
    printf '  %-9s %-20s %s\n' "$engine" "$name" "${1//_/ }" >&2
    "$1"
  done 3< <(pages)
}

# ask NUMBER: the page, so many times, one after the other on one connection.
ask() {
  local n urls=()
  for ((n = 0; n < $1; n++)); do urls+=("$url$path"); done
  ((n == 0)) || curl --silent --output /dev/null --cookie "$(cookies "$person")" "${urls[@]}" >/dev/null
}
