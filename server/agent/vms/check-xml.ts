import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '@/server/agent/facts/run'
import type { Agent } from '@/server/agent/agent'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'
import { connected } from './on-vm'

/** libvirt's own schema of a domain. */
const schema = '/usr/share/libvirt/schemas/domain.rng'

/** What the schema says, the most telling line of it: a schema names the nearest element that does not fit first. */
const againstSchema = async (xml: string): Promise<string | null> => {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-xml-'))
  try {
    const file = join(folder, 'domain.xml')
    await writeFile(file, xml)
    // No network and no entities: the text comes from a browser.
    const { code, stderr } = await run('xmllint', ['--nonet', '--noout', '--relaxng', schema, file])
    const [line = ''] = stderr.split('\n').filter(each => /error/.test(each)).map(each => each.replace(/^.*?domain\.xml:(\d+): element [^:]*: Relax-NG validity error : /, 'line $1: '))
    return code === 0 || code === null ? null : line || 'It does not follow libvirt’s schema.'
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whether libvirt would take the definition: its schema, then its own reading of it, which defines nothing. Errors: LIBVIRT. */
export const checkXml = async (agent: Agent, { xml }: { xml: string }): Promise<{ problem: string | null }> => {
  const libvirt = await connected(agent, 'libvirt')
  const problem = await againstSchema(xml)
  if (problem !== null) return { problem }
  try {
    await libvirt.domain.xmlToNative({ xml, flags: 0 })
    return { problem: null }
  } catch (error) {
    // Others speak of what the host lacks now (a file, a network), which is of the start and not of the definition.
    if (isLibvirtError(error, 'XML_ERROR', 'XML_DETAIL', 'XML_INVALID_SCHEMA', 'CONFIG_UNSUPPORTED')) return { problem: error.message }
    return { problem: null }
  }
}
