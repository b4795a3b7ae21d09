/** The kernel's list form, `0-3,8,10-11`, as numbers. */
export const parseCpuList = (list: string): number[] =>
  list
    .trim()
    .split(',')
    .filter(Boolean)
    .flatMap((range) => {
      const [from = 0, to = from] = range.split('-').map(Number)
      return Array.from({ length: to - from + 1 }, (_, index) => from + index)
    })

/** PRETTY_NAME of /etc/os-release. */
export const parseOsRelease = (osRelease: string): string => /^PRETTY_NAME=(?:"(.*)"|'(.*)'|(.*))$/m.exec(osRelease)?.slice(1).find(Boolean) ?? 'Linux'
