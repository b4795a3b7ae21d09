import type { LiveResult } from '@/server/contract/hardware/change'

const nouns: Record<string, string> = { disk: 'disk', nic: 'network card', cdrom: 'CD drive', floppy: 'floppy drive', hostDevice: 'host device', memory: 'memory module' }

/** The thing that changes, in English: `disk vdb`, `network card 56:6f:…: link`, `vCPUs`. */
export const changedThing = ({ label, device, field }: Pick<LiveResult, 'label' | 'device' | 'field'>): string => {
  if (device === null) return field
  const [kind = '', ...rest] = label.split('.')
  const noun = `${nouns[kind] ?? kind} ${kind === 'memory' ? `${device.split('@')[0]} MiB` : device}`
  return rest.length === 0 || kind === 'memory' ? noun : `${noun} (${rest.join('.')})`
}

const listed = (results: readonly LiveResult[]): string => results.map(changedThing).join(', ')

/** What became of all changes, in English, for the audit trail. */
export const liveSentence = (results: readonly LiveResult[]): string => {
  const of = (outcome: LiveResult['outcome']) => results.filter((each) => each.outcome === outcome)
  const refused = [...of('refused'), ...of('waiting')].map((each) => `${changedThing(each)} not changed: ${each.reason?.text ?? ''}`)
  return [
    ...(of('done').length > 0 ? [`changed while it runs: ${listed(of('done'))}.`] : []),
    ...(of('needs_restart').length > 0 ? [`waits for the next start: ${listed(of('needs_restart'))}.`] : []),
    ...refused,
  ].join(' ')
}
