// `npm run bench:libvirt [-- --json FILE]`: the libvirt client beside virsh and a binding of libvirt.so, in one run.
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { benchLibvirt } from './libvirt-contest'
import type { LibvirtBench } from './libvirt-contest'

function table({ figures, verdicts }: LibvirtBench): string {
  const base = figures[1]?.microseconds ?? Number.NaN
  const row = (name: string, ...cells: string[]): string => name.padEnd(28) + cells.map((cell) => cell.padStart(12)).join('')
  const rows = figures.map(({ name, microseconds, best }) => row(name, microseconds.toFixed(1), best.toFixed(1), `${(microseconds / base).toFixed(2)} x`))
  const head = row('GetInfo, µs a call', 'median', 'best', 'ratio')
  const end = verdicts.map(({ target, met }) => `${met ? 'met   ' : 'missed'}  ${target}`)
  return [head, ...rows, '', ...end, '(virsh: domstate, which is a lookup and one call)'].join('\n')
}

const { values } = parseArgs({ options: { json: { type: 'string' } } })
const result = await benchLibvirt()
console.log(table(result))
if (values.json) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`)
