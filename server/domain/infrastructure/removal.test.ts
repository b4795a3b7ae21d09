import { expect, it } from 'vitest'
import { inTheWay, removalState } from './removal'

it.each([
  [{ hosts: 3, vms: 12 }, 'Cluster prod still has 3 hosts and 12 machines.'],
  [{ hosts: 1, vms: 0 }, 'Cluster prod still has 1 host.'],
  [{ clusters: 1, storageDomains: 2, networks: 1 }, 'Cluster prod still has 1 cluster, 2 storage domains and 1 network.'],
])('counts what is in the way: %j', (contents, text) => {
  expect(inTheWay({ type: 'cluster', name: 'prod', contents })?.text).toBe(text)
})

it('says of a template what is made from it', () => {
  expect(inTheWay({ type: 'template', name: 'tiny', contents: { disks: 1 } })).toMatchObject({ code: 'template_in_use', text: 'Template tiny is what 1 disk is made from.' })
})

it('allows what is empty', () => {
  expect(removalState({ type: 'network', name: 'lan', contents: { vms: 0 } })).toEqual({ allowed: true, reason: null })
})
