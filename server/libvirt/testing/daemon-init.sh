#!/bin/bash
# Process 1 of a private libvirt host; see daemon.ts. $1 = its folder, made and removed by daemon.ts.
set -e
folder=$1
mount --make-rprivate /
for name in etc lib log cache; do
  case $name in
    etc) place=/etc/libvirt ;;
    *) place=/var/$name/libvirt ;;
  esac
  mkdir -p "$place"
  mount --bind "$folder/$name" "$place"
done
mount -t tmpfs tmpfs /run
# Until this file is seen, /run may still be the machine's own, and with it the machine's libvirtd.
touch /run/private
mkdir -p /run/libvirt /run/lock /var/lib/libvirt/{images,qemu,dnsmasq,boot}
mount -t proc proc /proc
ip link set lo up
trap 'exit 0' TERM INT
/usr/sbin/virtlogd --daemon
/usr/sbin/libvirtd --daemon
# Reaps what is left to process 1, until the outer process dies and takes this one along.
while :; do
  sleep 3600 &
  wait $!
done
