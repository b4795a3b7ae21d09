import { expect, test } from 'vitest'
import { qemuConfiguration } from './configuration'

const settings = (text: string): string[] => text.split('\n').filter(line => line && !line.startsWith('#'))

test('the stock file, all comments, leaves only what Atrium sets', () => {
  expect(settings(qemuConfiguration('# user = "root"\n#cgroup_controllers = [ "cpu" ]\n'))).toEqual(['lock_manager = "lockd"', 'cgroup_controllers = [ ]'])
})

test('what the administrator has set stays, lists over several lines too', () => {
  const stock = 'user = "libvirt-qemu"\ncgroup_controllers = [\n  "cpu",\n  "memory"\n]\nnamespaces = [\n  "mount"\n]\n'
  expect(settings(qemuConfiguration(stock))).toEqual(['user = "libvirt-qemu"', 'namespaces = [', '  "mount"', ']', 'lock_manager = "lockd"', 'cgroup_controllers = [ ]'])
})

test('another lock manager that the administrator has chosen stays', () => {
  expect(settings(qemuConfiguration('lock_manager = "sanlock"\n'))).toEqual(['lock_manager = "sanlock"', 'cgroup_controllers = [ ]'])
})
