import { expect, test } from 'vitest'
import { qemuConfiguration } from './configuration'

const settings = (text: string): string[] => text.split('\n').filter(line => line && !line.startsWith('#'))

test('the stock file, all comments, leaves only the cgroup setting', () => {
  expect(settings(qemuConfiguration('# user = "root"\n#cgroup_controllers = [ "cpu" ]\n'))).toEqual(['cgroup_controllers = [ ]'])
})

test('what the administrator has set stays, lists over several lines too', () => {
  const stock = 'user = "libvirt-qemu"\ncgroup_controllers = [\n  "cpu",\n  "memory"\n]\nnamespaces = [\n  "mount"\n]\n'
  expect(settings(qemuConfiguration(stock))).toEqual(['user = "libvirt-qemu"', 'namespaces = [', '  "mount"', ']', 'cgroup_controllers = [ ]'])
})
