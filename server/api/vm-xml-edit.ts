import type { XmlCheck } from '@/server/contract/api/vm-xml'
import type { VmSpec } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'
import { checkHardware } from '@/server/domain/vm/hardware/check'
import type { Finding } from '@/server/domain/vm/validate'
import { findingDetail } from '@/server/domain/vm/validate'
import { wantedDomain } from '@/server/domain/vm/xml/definition'
import { readExpert, withEdit } from '@/server/domain/vm/xml/expert'
import type { ExpertEdit } from '@/server/domain/vm/xml/expert'
import { buildXml } from '@/server/domain/xml/build'
import { lineDiff } from '@/server/domain/xml/diff'
import { attr } from '@/server/domain/xml/element'
import type { Element } from '@/server/domain/xml/element'
import { parseXml } from '@/server/domain/xml/parse'
import type { Db } from '@/server/store/db'
import { wantedVm } from '@/server/store/vm/spec'
import { definitionPlace } from '@/server/store/vm/definition-place'
import { withAgent } from './agents'

interface Wanted {
  spec: VmSpec
  domain: Element
  hostId: string | null
  folders: string[]
}

/** The definition that is wanted now: of the host that has one, else what is kept or made. Errors: WRONG_STATE for another tool's machine. */
async function wanted(db: Db, id: string): Promise<Wanted> {
  const { instanceId, hostId, folders } = await definitionPlace(db, id)
  const { spec, external, hostId: ofMachine } = await wantedVm(db, id, instanceId)
  if (external) {
    throw new AppError('WRONG_STATE', `${spec.name} was made by another tool.`, {
      subject: { type: 'vm', id, name: spec.name }, hint: 'Adopt it first.', reason: { code: 'external', params: {} },
    })
  }
  const existing = ofMachine === null ? null : parseXml((await withAgent(db, ofMachine, client => client.vm.xml({ id, inactive: true }))).xml)
  const runBy = spec.virtType === 'auto' ? (existing && attr(existing, 'type') === 'kvm' ? 'kvm' : 'qemu') : spec.virtType
  return { spec, hostId, folders, domain: wantedDomain(existing, spec, runBy) }
}

/** What an edit begins with. */
export const definitionXml = async (db: Db, id: string): Promise<string> => buildXml((await wanted(db, id)).domain)

/** libvirt's own judgement by any host that answers; null = there is none. */
async function askHost(db: Db, hostId: string | null, xml: string): Promise<{ problem: string | null } | null> {
  if (hostId === null) return null
  return withAgent(db, hostId, client => client.vm.checkXml({ xml })).catch(error => {
    if (error instanceof AppError && ['HOST_UNREACHABLE', 'TIMEOUT'].includes(error.code)) return null
    throw error
  })
}

export interface ReadXml {
  check: XmlCheck
  edit: ExpertEdit & { definition: string }
}

/** What the XML changes, and all that is wrong with it. Errors: BAD_INPUT where it is no XML, HOST_UNREACHABLE. */
export async function readXml(db: Db, { id, xml }: { id: string; xml: string }): Promise<ReadXml> {
  const now = await wanted(db, id)
  const next = parseXml(xml)
  const { edit, findings } = readExpert({ spec: now.spec, now: now.domain, folders: now.folders }, next)
  const whole = { check: { findings, diff: [], asked: false }, edit: { ...edit, definition: buildXml(next) } }
  if (findings.length > 0) return whole
  const spec = { ...withEdit(now.spec, edit), kept: null }
  const contradictions = checkHardware(spec)
  if (contradictions.length > 0) return { ...whole, check: { ...whole.check, findings: contradictions } }
  // As it would be: what an expert takes away but Atrium wants is there again, and one sees it.
  const result = buildXml(wantedDomain(next, spec, attr(next, 'type') === 'kvm' ? 'kvm' : 'qemu'))
  const answer = await askHost(db, now.hostId, result)
  const refused: Finding[] = answer?.problem ? [{ field: 'xml', code: 'xml_host', params: { problem: answer.problem }, text: `libvirt would not take it: ${answer.problem}` }] : []
  return { edit: whole.edit, check: { findings: refused, diff: lineDiff(buildXml(now.domain), result), asked: answer !== null } }
}

/** Errors: BAD_INPUT with the first thing that is wrong. */
export function acceptedXml(read: ReadXml): ReadXml {
  const [finding] = read.check.findings
  if (finding) throw new AppError('BAD_INPUT', finding.text, { ...findingDetail(finding), field: 'xml' })
  return read
}
