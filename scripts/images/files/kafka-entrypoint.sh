#!/bin/bash
# Answers to the variables of the official image: KAFKA_NODE_ID is node.id; `__` stands for `_` and `___` for `-`. What nobody said
# makes one node that is broker and controller at once.
set -euo pipefail
: "${CLUSTER_ID:=5L6g3nShT-eMCtK--X86sw}" "${KAFKA_HEAP_OPTS:=-Xmx512m}"
: "${KAFKA_NODE_ID:=1}" "${KAFKA_PROCESS_ROLES:=broker,controller}"
: "${KAFKA_LISTENERS:=PLAINTEXT://:9092,CONTROLLER://:9093}" "${KAFKA_ADVERTISED_LISTENERS:=PLAINTEXT://localhost:9092}"
: "${KAFKA_CONTROLLER_LISTENER_NAMES:=CONTROLLER}" "${KAFKA_CONTROLLER_QUORUM_VOTERS:=1@localhost:9093}"
: "${KAFKA_LISTENER_SECURITY_PROTOCOL_MAP:=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT}"
: "${KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR:=1}" "${KAFKA_LOG_DIRS:=/var/lib/kafka/data}"
settings=/tmp/server.properties
: >"$settings"
for name in ${!KAFKA_*}; do
  case $name in KAFKA_HEAP_OPTS | KAFKA_OPTS | KAFKA_VERSION) continue ;; esac
  key=$(sed -e 's/^KAFKA_//' -e 's/___/-/g' -e 's/__/%/g' -e 's/_/./g' -e 's/%/_/g' <<<"$name")
  printf '%s=%s\n' "${key,,}" "${!name}" >>"$settings"
done
kafka() { java $KAFKA_HEAP_OPTS ${KAFKA_OPTS:-} -cp '/opt/kafka/libs/*' "$@"; }
kafka kafka.tools.StorageTool format --ignore-formatted -t "$CLUSTER_ID" -c "$settings"
exec java $KAFKA_HEAP_OPTS ${KAFKA_OPTS:-} -cp '/opt/kafka/libs/*' kafka.Kafka "$settings"
