import type { VmObservation } from '@/server/contract/agent/vm'
import { DomainXmlFlag } from '@/server/libvirt/flags'
import type { Agent } from '@/server/agent/agent'
import { fromLibvirt } from './libvirt-error'
import { connected, subjectOf } from './on-vm'

/** Every machine of the host, Atrium's and others'. Errors: LIBVIRT. */
export const listVms = async (agent: Agent): Promise<VmObservation[]> => {
  const libvirt = await connected(agent, 'libvirt')
  return agent.machines.readAll(libvirt).catch((error: unknown) => {
    throw fromLibvirt(error, 'list the machines')
  })
}

/** One machine, null when the host does not know it. Errors: LIBVIRT. */
export const getVm = async (agent: Agent, { id }: { id: string }): Promise<VmObservation | null> => {
  const libvirt = await connected(agent, 'libvirt')
  const reading = await agent.machines.read(libvirt, id).catch((error: unknown) => {
    throw fromLibvirt(error, 'read the machine', subjectOf(id))
  })
  return reading?.observation ?? null
}

/** The live XML, or the definition of a machine that is down or when `inactive`, as libvirt has it; without secrets. Errors: NOT_FOUND, LIBVIRT. */
export const vmXml = async (agent: Agent, { id, inactive }: { id: string; inactive: boolean }): Promise<{ xml: string }> => {
  const libvirt = await connected(agent, 'libvirt')
  const xml = await libvirt.domain.xml({ uuid: id }, { flags: inactive ? DomainXmlFlag.INACTIVE : 0 }).catch((error: unknown) => {
    throw fromLibvirt(error, 'read the machine', subjectOf(id))
  })
  return { xml }
}
