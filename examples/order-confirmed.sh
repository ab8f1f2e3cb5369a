#!/bin/sh
# Tells a customer that her order is confirmed. Needs curl; RECADO_URL, RECADO_TOKEN (scope: notify) and RECADO_ACCOUNT in the environment.
#   ./order-confirmed.sh +34600000000 Lucía A-1042
set -eu
phone=$1 name=$2 order=$3

# The order's own number is the clientId: a second run for the same order sends nothing twice.
curl --silent --show-error --fail-with-body "$RECADO_URL/api/v1/messages" \
  --header "Authorization: Bearer $RECADO_TOKEN" \
  --header "Content-Type: application/json" \
  --data @- <<JSON
{
  "channelAccountId": "$RECADO_ACCOUNT",
  "to": { "address": "$phone" },
  "purpose": "notification",
  "clientId": "order-confirmed-$order",
  "content": {
    "kind": "template",
    "name": "order_confirmed",
    "language": "es",
    "parameters": { "name": "$name", "order": "$order" }
  }
}
JSON
