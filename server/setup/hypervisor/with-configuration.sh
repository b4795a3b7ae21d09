#!/bin/sh
# with-configuration.sh QEMU_CONF PROGRAM [ARGUMENT…]
# Runs a program that sees QEMU_CONF in the place of /etc/libvirt/qemu.conf, whose path libvirtd has built in. Called in a mount namespace
# of its own (unshare --mount), so that nobody else sees the change.
set -e
mount --bind "$1" /etc/libvirt/qemu.conf
shift
exec "$@"
