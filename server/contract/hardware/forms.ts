/**
 * What a text of the hardware must look like. Without zod, so that a form says the same while one types; the schemas beside
 * are made of it.
 */
export const forms = {
  /** Text that XML can carry, without line breaks: names, serial numbers, paths. */
  word: /^[^\u0000-\u001f\u007f\ufffe\uffff]*$/,
  hostPath: /^\/[^\u0000-\u001f\u007f\ufffe\uffff]*$/,
  /** libvirt's list of processors or nodes. */
  cpuSet: /^(\^?\d+|\d+-\d+)(,(\^?\d+|\d+-\d+))*$/,
  hostPci: /^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/,
  uuid: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/,
  mac: /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/,
  /** Zero means “any” to libvirt, which is no device. */
  usbId: /^0x(?!0000)[0-9a-f]{4}$/,
  hex2: /^0x[0-9a-f]{2}$/,
  hex4: /^0x[0-9a-f]{4}$/,
  usbVersion: /^\d{1,2}\.\d{1,2}$/,
  /** Of a processor feature, a channel. */
  token: /^[A-Za-z0-9._-]{1,64}$/,
  driveName: /^(sd|hd)[a-z]$/,
  timezone: /^([A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*)?$/,
  keymap: /^[a-z]{0,3}(-[a-z]{2})?$/,
  serialNumber: /^[A-Za-z0-9 ._+-]*$/,
  wwn: /^[0-9a-f]{16}$/,
  filterName: /^[A-Za-z0-9_.:-]{1,64}$/,
  filterVariable: /^[A-Za-z0-9_]{1,64}$/,
  filterValue: /^[A-Za-z0-9_.:]{1,255}$/,
} as const
export type Form = keyof typeof forms
