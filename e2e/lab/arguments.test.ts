import { expect, test } from 'vitest'
import { labCommand } from './arguments'

const read = (line: string) => labCommand(line.split(' ').filter(Boolean))

test('each command with its options', () => {
  expect(read('up --hosts 3')).toMatchObject({ command: 'up', hosts: 3, manager: true, name: 'lab' })
  expect(read('up --no-manager --name two --dir /tmp/two')).toEqual({ command: 'up', hosts: 2, manager: false, name: 'two', dir: '/tmp/two' })
  expect(read('power-off 2 --name two')).toMatchObject({ command: 'power-off', host: 2, name: 'two' })
  expect(read('status')).toMatchObject({ command: 'status' })
  expect(read('down --name two')).toMatchObject({ command: 'down', name: 'two' })
})

test('what follows exec N is the command, options and all', () => {
  expect(read('exec --name two 1 virsh list --all --name')).toMatchObject({ command: 'exec', host: 1, name: 'two', words: ['virsh', 'list', '--all', '--name'] })
})

test.each(['', 'fly 1', 'up --hosts 0', 'up --hosts 10', 'up --hosts many', 'power-off', 'power-off 1x', 'exec', 'exec 1', 'up --unknown'])('"%s" gets a sentence', line => {
  expect(() => read(line)).toThrow(expect.objectContaining({ name: 'SetupProblem' }))
})
