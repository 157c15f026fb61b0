# Portico as a browser without script uses it: cookies, forms, the token in each form.

cookies() { echo "$place/$engine/$1.cookies"; }

# page PERSON PATH: what stands there.
page() {
  curl --silent --show-error --fail --location --cookie "$(cookies "$1")" --cookie-jar "$(cookies "$1")" "$url$2"
}

# hidden ACTION: the hidden fields of the form on standard input that goes to ACTION, as NAME=VALUE.
hidden() {
  tr '\n' ' ' | sed 's/<form/\n<form/g; s/<\/form>/\n/g' | grep -F -m 1 "action=\"$1\"" |
    grep -o '<input type="hidden" name="[^"]*" value="[^"]*"' |
    sed 's/.*name="\([^"]*\)" value="\([^"]*\)"/\1=\2/'
}

# submit PERSON PATH ACTION [NAME=VALUE…]: fills in the form with that action on that page and sends it.
submit() {
  local person=$1 path=$2 action=$3 field data=() code
  shift 3
  while read -r field; do
    if [[ " $*" != *" ${field%%=*}="* ]]; then data+=(--data-urlencode "$field"); fi
  done < <(page "$person" "$path" | hidden "$action")
  for field in "$@"; do data+=(--data-urlencode "$field"); done
  code=$(curl --silent --show-error --output "$place/$engine/answer.html" --write-out '%{http_code}' \
    --cookie "$(cookies "$person")" --cookie-jar "$(cookies "$person")" --header "Origin: $url" \
    "${data[@]}" "$url$action")
  if [[ $code != 303 && $code != 200 ]]; then
    echo "bin/bench: $person got $code from $action; the answer is $place/$engine/answer.html" >&2
    exit 1
  fi
}

# sign_in PERSON: with the address and the password that are kept for that person.
sign_in() {
  local email password
  read -r email password <"$place/$engine/$1.account"
  rm -f "$(cookies "$1")"
  submit "$1" /sign-in /sign-in "email=$email" "password=$password"
  page "$1" /clients >/dev/null || { echo "bin/bench: $email cannot sign in" >&2; exit 1; }
}

# cookie_header PERSON: for programs that keep no cookies.
cookie_header() {
  awk '/^#HttpOnly_/ { sub(/^#HttpOnly_/, "") } !/^#/ && NF >= 7 { printf "%s%s=%s", n++ ? "; " : "", $6, $7 }' \
    "$(cookies "$1")"
}
