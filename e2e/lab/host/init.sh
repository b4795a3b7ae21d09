#!/bin/bash
# PID 1 of one lab host: its own /run, /etc/libvirt and so on, then the field's own daemons. Everything else of the file system is the machine's.
# Arguments: the host's folder, its host name.
set -eu
dir=$1
hostname "$2"
resolv=$(realpath /etc/resolv.conf)
mount --make-rprivate /
mount --bind "$dir/etc" /etc/libvirt
mount --bind "$dir/varlib" /var/lib/libvirt
mount --bind "$dir/log" /var/log/libvirt
mount --bind "$dir/cache" /var/cache/libvirt
mount --bind "$dir/hosts" /etc/hosts
mount --bind "$dir/resolv.conf" "$resolv"
if [ -e /etc/machine-id ]; then mount --bind "$dir/machine-id" /etc/machine-id; fi
mount -t tmpfs tmpfs /run
# Until this file is seen, /run is still the machine's own, and with it the machine's libvirtd.
touch /run/private
# What its agent takes for systemd.
mkdir -p /run/systemd/system /run/lab
cp "$(dirname "$0")/systemctl.sh" /run/lab/systemctl
mkdir -p /run/libvirt /run/lock /var/lib/libvirt/images /var/lib/libvirt/qemu /var/lib/libvirt/dnsmasq /var/lib/libvirt/boot
mount -t proc proc /proc
# /sys shows the interfaces of the network namespace that mounted it.
mount -t sysfs sysfs /sys
trap 'exit 0' TERM INT
/usr/sbin/virtlogd -d
/usr/sbin/virtlockd -d
/usr/sbin/libvirtd -d -l
# As PID 1 it collects whatever its daemons leave.
while :; do sleep 3600 & wait $!; done
