#!/bin/bash
# sandbox.sh FOLDER PROGRAM [ARGUMENT…]     as root
# Runs a program in namespaces of its own (processes, mounts, network with loopback alone), with libvirt's folders and /run private below
# FOLDER: what set-up does to a machine is done to the sandbox, and all its processes end with it. Also seen from inside: a new machine name.
set -e
if [ "$ATRIUM_SANDBOX" != inside ]; then
  export ATRIUM_SANDBOX=inside
  exec unshare --mount --net --pid --uts --ipc --fork --kill-child "$0" "$@"
fi
folder=$1
shift
mount --make-rprivate /
mount -t proc proc /proc
mount -t tmpfs tmpfs /run
mkdir -p /run/lock
for place in etc/libvirt var/lib/libvirt var/log/libvirt var/cache/libvirt; do
  mkdir -p "$folder/$place"
  [ "$place" = etc/libvirt ] && cp -a /etc/libvirt/. "$folder/$place/"
  mount --bind "$folder/$place" "/$place"
done
# The sandbox knows nothing of the real machine's definitions, but libvirt's own default network.
find /etc/libvirt/qemu -name '*.xml' ! -path '*/networks/default.xml' -delete
mkdir -p /var/lib/libvirt/images /var/lib/libvirt/qemu /var/lib/libvirt/dnsmasq /var/lib/libvirt/boot
hostname sandbox
# libvirt asks for its own name at each start of a machine: a name server that cannot be reached would cost 10 s each time.
echo '127.0.0.1 localhost sandbox' > "$folder/hosts"
echo '# no name server' > "$folder/resolv.conf"
mount --bind "$folder/hosts" /etc/hosts
mount --bind "$folder/resolv.conf" "$(realpath /etc/resolv.conf)"
ip link set lo up
# Not exec: this shell is process 1 here and collects what is left to it.
"$@"
