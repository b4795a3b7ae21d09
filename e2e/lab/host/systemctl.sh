#!/bin/bash
# systemctl(1) of a lab host, which has no systemd: the units of Debian 12 that an agent asks for, done to the host's real daemons. It is as
# strict as systemd where that matters: no such unit is refused, and so is a socket for a libvirtd that runs.
set -eu
conf=/etc/libvirt/libvirtd.conf
runs() { pgrep --exact "$1" >/dev/null; }
ends() { for _ in $(seq 200); do runs "$1" || return 0; sleep 0.05; done; echo "$1 does not end." >&2; exit 1; }
answers() { for _ in $(seq 300); do virsh --quiet --connect qemu:///system uri >/dev/null 2>&1 && return 0; sleep 0.05; done; echo 'libvirtd does not answer.' >&2; exit 1; }

start() {
  case $1 in
    virtlockd.socket) runs virtlockd || /usr/sbin/virtlockd -d ;;
    # One libvirtd has them all: they are there when it is.
    libvirtd.socket | libvirtd-ro.socket | libvirtd-admin.socket) ;;
    libvirtd-tls.socket)
      if runs libvirtd; then echo 'Job failed: libvirtd-tls.socket: Socket service libvirtd.service already active, refusing.' >&2; exit 1; fi
      sed --in-place 's/^listen_tls = .*/listen_tls = 1/' $conf ;;
    libvirtd.service)
      runs libvirtd && return
      rm --force /run/libvirtd.pid
      /usr/sbin/libvirtd -d -l
      answers ;;
    *) echo "Failed to start $1: Unit $1 not found." >&2; exit 5 ;;
  esac
}
stop() {
  case $1 in
    libvirtd.service) if runs libvirtd; then pkill --exact libvirtd; ends libvirtd; fi ;;
    libvirtd.socket | libvirtd-ro.socket | libvirtd-admin.socket) ;;
    *) echo "Failed to stop $1: Unit $1 not loaded." >&2; exit 5 ;;
  esac
}

verb=$1
shift
now=
if [ "${1:-}" = --now ]; then now=yes; shift; fi
for unit in "$@"; do
  case $verb in
    start) start "$unit" ;;
    stop) stop "$unit" ;;
    restart) stop "$unit"; start "$unit" ;;
    enable)
      [ -e "/lib/systemd/system/$unit" ] || { echo "Failed to enable unit: Unit file $unit does not exist." >&2; exit 1; }
      if [ $now ]; then start "$unit"; fi ;;
    *) echo "Unknown command verb $verb." >&2; exit 1 ;;
  esac
done
