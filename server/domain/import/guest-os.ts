import type { Family } from './foreign'

const linux = /linux|rhel|red ?hat|centos|sles|suse|ubuntu|debian|fedora|oracle|rocky|alma|coreos|photon|amazon|arch|gentoo|mandr|turbolinux|asianux|kylin|euler/i

const windowsIds: readonly (readonly [RegExp, string])[] = [
  [/2025/, 'win2k25'], [/2022/, 'win2k22'], [/2019/, 'win2k19'], [/(2016|9srv|9server)/, 'win2k16'], [/(2012|8srv|8server)/, 'win2k12'], [/(2008r2|7srv|7server)/, 'win2k8r2'],
  [/(2008|longhorn)/, 'win2k8'], [/(2003|net)/, 'win2k3'], [/1[12]/, 'win11'], [/(10|9)/, 'win10'], [/8/, 'win8'], [/7/, 'win7'], [/xp/, 'winxp'],
]
const linuxIds: readonly (readonly [RegExp, string])[] = [
  [/(?:rhel|red ?hat)\D{0,12}(\d+)/, 'rhel$1-unknown'], [/centos\D{0,8}(\d+)/, 'centos$1'], [/sles\D{0,8}(\d+)/, 'sles$1'], [/debian\D{0,12}(\d+)/, 'debian$1'],
  [/(rocky)/, '$1linux-unknown'], [/(alma)/, '$1linux-unknown'],
]

const idOf = (ids: readonly (readonly [RegExp, string])[], text: string): string | null => {
  for (const [pattern, id] of ids) {
    const found = pattern.exec(text)
    if (found) return id.replace('$1', found[1] ?? '')
  }
  return null
}

/** VMware's and VirtualBox's words for a guest system (`windows2019srv-64`, `Ubuntu_64`, `debian10_64Guest`) in osinfo-db's, as far as they tell. */
export function guestOs(text: string): { family: Family; os: string } {
  // Their ends say how wide it is, not which version.
  const word = text.toLowerCase().replace(/[-_ ]?64([-_ ]?(bit|guest))?\)?$/, '').replace(/guest$/, '')
  if (/^win|microsoft windows/.test(word)) return { family: 'windows', os: idOf(windowsIds, word) ?? 'windows' }
  if (linux.test(word)) return { family: 'linux', os: idOf(linuxIds, word) ?? 'linux' }
  return { family: 'other', os: 'other' }
}
