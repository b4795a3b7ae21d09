const chosenByLibvirt = /\/libvirt\/qemu\/nvram\/[^/]+_VARS\.fd$/

/** The file of the firmware's variables that a person has named; null where libvirt has named one after the machine. */
export const personsNvram = (path: string | null): string | null => (path !== null && chosenByLibvirt.test(path) ? null : path)
