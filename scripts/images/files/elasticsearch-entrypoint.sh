#!/bin/bash
# Answers to the variables of the official image: one whose name has a dot is a setting.
set -euo pipefail
settings=(-Enetwork.host=0.0.0.0)
while IFS= read -r -d '' pair; do
  name=${pair%%=*}
  [[ $name == *.* ]] && settings+=("-E$name=${pair#*=}")
done </proc/self/environ
exec /usr/share/elasticsearch/bin/elasticsearch "${settings[@]}"
