#!/bin/bash
# How near ghostnote's sixteenths lie to those of Ableton's own Link, in a network of their own: `bash bench/link.sh [SECONDS]`,
# after `npx tsc -b`. Needs g++, ableton-link-dev, iproute2, and to be root.
set -euo pipefail
cd "$(dirname "$0")/.."
peer=$(mktemp) && trap 'rm -f "$peer"' EXIT
g++ -std=c++14 -O1 -DLINK_PLATFORM_LINUX -pthread -o "$peer" test/support/link-peer.cpp
for first in peer ghostnote; do
  unshare --net sh -c "ip link set lo up && exec ${NODE:-node} dist/bench/link.js $peer $first ${1:-60}"
done
