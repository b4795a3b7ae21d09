import type { Draft } from './draft'
import type { FieldSpec, Group } from './field'
import { boot } from './groups/boot'
import { console_, serial } from './groups/console'
import { custom, drives, hostDevices, identity, safety, usbAndSound } from './groups/devices'
import { memory } from './groups/memory'
import { clock, features, lifecycle, platform } from './groups/platform'
import { processor, resources } from './groups/processor'

/** The cards of the Hardware tab, in the order in which people look for things. */
export const groups: readonly Group[] = [
  processor, memory, platform, boot, console_, drives, serial, usbAndSound, safety, hostDevices, resources, clock, features, lifecycle, identity, custom,
]

export const pathsOf = (fields: readonly FieldSpec[]): string[] => fields.map(({ path }) => path)

/** Does the value say more than "as usual"? Advanced fields are shown only then. */
export const saysSomething = (value: unknown): boolean =>
  !(value === null || value === undefined || value === false || value === '' || value === 'default' || (Array.isArray(value) && value.length === 0) ||
    (typeof value === 'object' && Object.values(value).every(part => !saysSomething(part))))

/** Those that have a meaning in the machine as it is. */
export const meaningful = (fields: readonly FieldSpec[], draft: Draft, of: unknown = draft): FieldSpec[] => fields.filter(({ when }) => when?.(draft, of) ?? true)
