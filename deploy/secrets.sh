#!/bin/sh
# Makes the secrets that deploy/compose.yaml names, once, and prints the passwords that people need. `secrets.sh [FOLDER]`
set -eu
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
# Nobody else gets into the folder; the files can be read, since the users in the containers are not yours.
chmod 700 "$folder"
random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }
keep() { # keep NAME VALUE: what is there stays
  [ -e "$folder/$1" ] && return 1
  printf '%s\n' "$2" >"$folder/$1"
  chmod 444 "$folder/$1"
}
keep installation "$(random 32)" && echo "installation: made; keep a copy apart from the data, it cannot be made again"
secret="whsec_$(random 32)"
keep webhook "$secret" && echo "webhook: $secret"
password=$(random 18)
keep passwords "moodlight:$(printf '%s' "$password" | openssl passwd -6 -stdin)" && echo "page: user moodlight, password $password"
password=$(random 18)
keep grafana "$password" && echo "grafana: user admin, password $password"
exit 0
