import type { SysprepFacts } from '@/server/contract/sysprep'

/** They take arguments of their own, which are not asked for. */
const unusable: readonly string[] = ['customize', 'script']

/** Output of `virt-sysprep --list-operations`: a name, a star for what it does unless told otherwise, and a sentence. */
export const parseOperations = (text: string): SysprepFacts['operations'] =>
  text.split('\n').flatMap((line) => {
    const [, name, star, description] = /^([a-z][a-z0-9-]{0,63}) (\*)? +?(\S.*)$/.exec(line.trimEnd()) ?? []
    return name && description && !unusable.includes(name) ? [{ name, isDefault: star !== undefined, description }] : []
  })

/** Output of `virt-sysprep --version`; null when it is none. */
export const parseSysprepVersion = (text: string): string | null => /^virt-sysprep (\d\S*)/.exec(text)?.[1] ?? null

/** Its way through the operations, 0…1, by what it has printed; the first minute goes by until its appliance runs. */
export const sysprepProgress = (printed: string, operations: number): number => {
  const begun = printed.match(/Performing "/g)?.length ?? 0
  return begun === 0 ? (printed.includes('Examining') ? 0.1 : 0) : 0.4 + (0.6 * Math.min(begun, operations)) / (operations + 1)
}
