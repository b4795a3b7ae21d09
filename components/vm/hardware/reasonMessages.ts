import { defineMessages } from '@/components/i18n/messages'

/** What is wrong with a value by itself (check.ts). Whether the values fit each other, the server's own reasons say. */
export const hardwareReasons = defineMessages({
  field_number: { en: 'A whole number from {min} to {max}.', zh: '请输入 {min} 到 {max} 之间的整数。' },
  field_long: { en: 'At most {max} characters.', zh: '最多 {max} 个字符。' },
  form_word: { en: 'No control characters and line breaks.', zh: '不能包含控制字符和换行。' },
  form_hostPath: { en: 'Give an absolute path on the host, beginning with “/”.', zh: '请输入主机上以“/”开头的绝对路径。' },
  form_cpuSet: { en: 'Give a list such as 0-3,^2,8.', zh: '请输入形如 0-3,^2,8 的列表。' },
  form_hostPci: { en: 'Give an address such as 0000:3b:00.1.', zh: '请输入形如 0000:3b:00.1 的地址。' },
  form_mac: { en: 'Give a MAC address such as 52:54:00:12:34:56.', zh: '请输入形如 52:54:00:12:34:56 的 MAC 地址。' },
  form_uuid: { en: 'Give a UUID.', zh: '请输入 UUID。' },
  form_usbId: { en: 'Four hexadecimal digits such as 0x1d6b; not 0x0000.', zh: '四位十六进制数，例如 0x1d6b；不能为 0x0000。' },
  form_hex2: { en: 'Two hexadecimal digits such as 0x08.', zh: '两位十六进制数，例如 0x08。' },
  form_hex4: { en: 'Four hexadecimal digits such as 0x1d6b.', zh: '四位十六进制数，例如 0x1d6b。' },
  form_usbVersion: { en: 'A version such as 2.0.', zh: '版本号，例如 2.0。' },
  form_token: { en: '“{value}” is no name: letters, digits, “.”, “_” and “-”, up to 64.', zh: '“{value}”不是有效名称：字母、数字、“.”、“_”和“-”，最多 64 个字符。' },
  form_driveName: { en: 'A name such as sda or hda.', zh: '形如 sda 或 hda 的名称。' },
  form_timezone: { en: '“{value}” is no time zone; one is written as “Europe/Berlin”.', zh: '“{value}”不是时区；时区的写法如“Asia/Shanghai”。' },
  form_keymap: { en: 'A layout such as de or en-us.', zh: '形如 de 或 en-us 的布局。' },
  form_serialNumber: { en: 'Only letters, digits, blanks and “._+-”.', zh: '只允许字母、数字、空格和“._+-”。' },
  form_wwn: { en: 'Sixteen hexadecimal digits.', zh: '十六位十六进制数。' },
  form_filterName: { en: 'The name of a filter, such as clean-traffic.', zh: '过滤器名称，例如 clean-traffic。' },
  form_filterVariable: { en: 'A variable of letters, digits and “_”.', zh: '变量名由字母、数字和“_”组成。' },
  form_filterValue: { en: 'A value of letters, digits and “_.:”.', zh: '值由字母、数字和“_.:”组成。' },
})
