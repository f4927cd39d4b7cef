#!/bin/bash
# vm.sh COMMAND...: run one command beside a real ALSA sequencer, on a machine that has none.
#
# Boots Debian's stock kernel in qemu with snd-seq. The command sees the host's files (its writes go
# to RAM and are lost), the same folder, PATH and CI, and ALSA_VM=1; its output is streamed, errors
# with it. No network but loopback. Time inside is loose: stalls of 100 ms are usual.
#
# Exit status: the command's own; 77 when this machine lacks what it takes; 124 out of time; 125 when
# the VM itself fails, with its console shown.
set -uo pipefail

cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/ghostnote-alsa
limit=${ALSA_VM_TIMEOUT:-600} # seconds, boot included

stop() {
  echo "vm.sh: $2" >&2
  exit "$1"
}

check_machine() {
  [ $# -gt 0 ] || stop 2 'name a command, as in: vm.sh aconnect -l'
  [ "$(uname -m)" = x86_64 ] || stop 77 "it needs an x86_64 machine, this one is $(uname -m)"
  local tool
  for tool in qemu-system-x86_64:qemu-system-x86 busybox:busybox-static apt-get:apt dpkg-deb:dpkg; do
    command -v "${tool%:*}" >/dev/null || stop 77 "${tool%:*} is missing; try: apt-get install ${tool#*:}"
  done
}

# Fills $cache/{vmlinuz,initrd} once for each version of this script.
build_cache() {
  local stamp work release part parts
  stamp=$(sha256sum <"$0")
  [ "$(cat "$cache/stamp" 2>/dev/null)" = "$stamp" ] && return
  work=$temp/build && mkdir "$work"
  fetch_kernel "$work"
  dpkg-deb -x "$work"/linux-image-*.deb "$work/deb" || stop 125 'the kernel package does not unpack'
  release=$(basename "$work"/deb/lib/modules/*)

  # Folders that hold the modules `init` asks for and those that they depend on.
  mkdir -p "$work"/root/{bin,dev,proc,sys,low,ram,new,run} "$work/root/lib/modules/$release" "$work/new"
  parts=(modules.{order,builtin,builtin.modinfo})
  for part in sound/{core,soundcore.ko} net/9p fs/{9p,netfs,fscache,overlayfs} drivers/{virtio,char}; do
    parts+=("kernel/$part")
  done
  (cd "$work/deb/lib/modules/$release" && cp -r --parents "${parts[@]}" "$work/root/lib/modules/$release") ||
    stop 125 "kernel $release has no such modules"
  busybox depmod -b "$work/root" "$release" || stop 125 'depmod failed'
  cp "$(command -v busybox)" "$work/root/bin/busybox"
  guest_init >"$work/root/init" && chmod +x "$work/root/init"

  (cd "$work/root" && find . | busybox cpio -o -H newc | gzip -1) >"$work/new/initrd" 2>/dev/null
  cp "$work"/deb/boot/vmlinuz-* "$work/new/vmlinuz"
  echo "$stamp" >"$work/new/stamp"
  rm -rf "$cache" && mkdir -p "$(dirname "$cache")" && mv -T "$work/new" "$cache" ||
    stop 125 "cannot write $cache"
}

# About 70 MB; only apt's lists are needed, not root.
fetch_kernel() {
  local package
  package=$(apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/.*Depends: \(linux-image-[0-9]\)/\1/p')
  [ -n "$package" ] || stop 77 'apt knows no linux-image-amd64; try: apt-get update'
  (cd "$1" && timeout 300 apt-get download -qq "$package" 2>"$1/apt.log") || {
    cat "$1/apt.log" >&2
    stop 125 "$package does not download"
  }
}

# The guest's first process: modules, the host's files under a RAM overlay, the command, power off.
guest_init() {
  cat <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc && mount -t sysfs sys /sys && mount -t devtmpfs dev /dev
for module in virtio_pci virtio_console 9pnet_virtio 9p overlay snd-seq snd-seq-dummy snd-hrtimer; do
  modprobe $module
done
[ -c /dev/snd/seq ] || { echo 'no sequencer in this kernel' && poweroff -f; }
share=trans=virtio,version=9p2000.L,msize=1048576
mount -t 9p -o $share run /run
mount -t 9p -o $share,ro,cache=loose host /low
mount -t tmpfs -o size=75% ram /ram && mkdir /ram/up /ram/work
mount -t overlay -o lowerdir=/low,upperdir=/ram/up,workdir=/ram/work overlay /new
mkdir -p /new/proc /new/sys /new/dev /new/tmp
mount -t proc proc /new/proc && mount -t sysfs sys /new/sys && mount -t devtmpfs dev /new/dev
mkdir -p /new/dev/pts /new/dev/shm
mount -t devpts -o ptmxmode=666 pts /new/dev/pts && mount -t tmpfs shm /new/dev/shm
ln -s /proc/self/fd /new/dev/fd # what udev would do
ip link set lo up
port=$(echo /dev/vport*p1)
(chroot /new /bin/bash -c "$(cat /run/command)"; echo $? >/run/status) </dev/null 2>&1 | cat >$port
sync
poweroff -f
INIT
}

# One qemu to its end; its serial console goes to a file that is shown only if it fails.
boot() {
  local run=$temp/run status
  mkdir "$run"
  printf 'export PATH=%q HOME=/tmp CI=%q ALSA_VM=1; cd %q && exec' "$PATH" "${CI:-}" "$PWD" >"$run/command"
  printf ' %q' "$@" >>"$run/command"

  # `| cat`, since qemu opens its output by name, which works for a pipe and not for every stdout.
  # tsc=reliable keeps the kernel from the emulated HPET, whose reads are slow; panic=-1 ends qemu on a panic.
  timeout --foreground -k 5 "$limit" qemu-system-x86_64 \
    -M q35 -accel tcg,thread=multi,tb-size=512 -cpu max,la57=off -smp 2 -m 2048 \
    -nodefaults -no-user-config -display none -no-reboot \
    -kernel "$cache/vmlinuz" -initrd "$cache/initrd" \
    -append 'console=ttyS0 quiet panic=-1 mitigations=off no5lvl tsc=reliable' \
    -serial "file:$run/console" \
    -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap \
    -virtfs "local,path=$run,mount_tag=run,security_model=none" \
    -device virtio-serial-pci -device virtserialport,chardev=out \
    -chardev file,id=out,path=/dev/stdout,append=on </dev/null 2>&1 | cat
  status=${PIPESTATUS[0]}

  [ -s "$run/status" ] && exit "$(cat "$run/status")"
  [ "$status" = 124 ] && stop 124 "not done after $limit s"
  tail -n 20 "$run/console" >&2
  stop 125 "the machine ended without a result (qemu exit status $status)"
}

check_machine "$@"
temp=$(mktemp -d) && trap 'rm -rf "$temp"' EXIT
build_cache
rm -rf "$temp/build"
boot "$@"
