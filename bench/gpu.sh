#!/bin/bash
# What a GPU makes of it, in one go: the device and its driver, steps and windows, training, the most parts, and PyTorch's
# LSTM (cuDNN's, on NVIDIA) on the same machine where there is one. `bash bench/gpu.sh [DEVICES] [SIZES]`, after `npx tsc -b`.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
devices=${1:-cuda,webgpu}
sizes=${2:-256x2,512x3,1024x4}

date -u +%F
if command -v nvidia-smi >/dev/null; then
  nvidia-smi --query-gpu=name,driver_version --format=csv,noheader
elif command -v vulkaninfo >/dev/null; then
  vulkaninfo --summary 2>/dev/null | grep -E 'deviceName|driverInfo'
fi
"${NODE:-node}" dist/bench/gpu.js "$devices" "$sizes"
python3 bench/gpu-pytorch.py "${sizes//,/ }" || echo 'no PyTorch here'
