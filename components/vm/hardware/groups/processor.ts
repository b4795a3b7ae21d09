import { advanced, choice, maybe, number, part, text, type FieldSpec, type Group } from '../field'

const isCustom: FieldSpec['when'] = ({ hardware }) => hardware.cpu.mode === 'custom'

export const processor: Group = {
  id: 'processor',
  fields: () => [
    number('vcpus', 1, 1024),
    maybe('hardware.cpu.maxVcpus', 1, 1024),
    choice('hardware.cpu.mode', ['auto', 'host-model', 'host-passthrough', 'maximum', 'custom']),
    text('hardware.cpu.model', 'word', { max: 64, placeholder: 'Skylake-Server-IBRS', when: isCustom }),
    part('hardware.cpu.topology', [number('sockets', 1, 512), number('dies', 1, 64), number('cores', 1, 512), number('threads', 1, 8)], {
      make: () => ({ sockets: 1, dies: 1, cores: 1, threads: 1 }),
    }),
    {
      kind: 'list', path: 'hardware.cpu.features', max: 200, ...advanced, make: () => ({ name: '', policy: 'require' }),
      fields: [text('name', 'token', { max: 64, placeholder: 'vmx' }), choice('policy', ['force', 'require', 'optional', 'disable', 'forbid'])],
    },
    {
      kind: 'list', path: 'hardware.numa.cells', max: 64, ...advanced,
      make: ({ memoryMiB, vcpus, hardware }) => ({ cpus: `0-${Math.max((hardware.cpu.maxVcpus ?? vcpus) - 1, 1)}`, memoryMiB }),
      fields: [text('cpus', 'cpuSet', { placeholder: '0-3' }), number('memoryMiB', 1, 2 ** 31, { unit: 'MiB' })],
    },
  ],
}

/** What oVirt keeps under "Resource allocation". */
export const resources: Group = {
  id: 'resources',
  fields: () => [
    maybe('hardware.cpuTune.shares', 2, 262_144),
    number('hardware.iothreads', 0, 64),
    {
      kind: 'list', path: 'hardware.cpuTune.vcpuPins', max: 1024,
      make: (_, present) => ({ vcpu: present.length, cpus: String(present.length) }),
      fields: [number('vcpu', 0, 1023), text('cpus', 'cpuSet', { placeholder: '0-3' })],
    },
    text('hardware.cpuTune.emulatorPin', 'cpuSet', { none: true, placeholder: '0-3' }),
    {
      kind: 'list', path: 'hardware.cpuTune.iothreadPins', max: 64, when: ({ hardware }) => hardware.iothreads > 0 || hardware.cpuTune.iothreadPins.length > 0,
      make: (_, present) => ({ iothread: present.length + 1, cpus: '0' }),
      fields: [number('iothread', 1, 64), text('cpus', 'cpuSet', { placeholder: '0-3' })],
    },
    part('hardware.numa.memory', [choice('mode', ['strict', 'interleave', 'preferred', 'restrictive']), text('nodes', 'cpuSet', { placeholder: '0' })], {
      make: () => ({ mode: 'strict', nodes: '0' }), ...advanced,
    }),
    maybe('hardware.cpuTune.periodUs', 1000, 1_000_000, { unit: 'µs', ...advanced }),
    maybe('hardware.cpuTune.quotaUs', -1, 17_592_186_044_415, { unit: 'µs', ...advanced }),
    maybe('hardware.cpuTune.emulatorPeriodUs', 1000, 1_000_000, { unit: 'µs', ...advanced }),
    maybe('hardware.cpuTune.emulatorQuotaUs', -1, 17_592_186_044_415, { unit: 'µs', ...advanced }),
  ],
}
