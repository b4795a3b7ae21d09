import type { z } from 'zod'
import type { Hardware } from '@/server/contract/hardware/hardware'
import { attr, element, setChild, find, isElement, withChildren } from '@/server/domain/xml/element'
import type { Element, Node } from '@/server/domain/xml/element'
import { overlay } from '@/server/domain/xml/overlay'
import type { Shape } from '@/server/domain/xml/overlay'
import { isMarked, markOf } from './alias'

/** What really runs the machine; `auto` has been decided by then. */
export type Accelerator = 'kvm' | 'qemu'

/** A machine without its disks and cards, with every `auto` decided (resolve.ts): what XML is built from, and read back as. */
export interface Machine {
  runBy: Accelerator
  memoryMiB: number
  vcpus: number
  firmware: 'bios' | 'uefi'
  hardware: Hardware
  /** Does any device have its own place in the boot order? Then `os/boot` must not be there. */
  ordered: boolean
  /** Machine type as libvirt resolved it; it stays as long as the family (q35, pc, virt) does. */
  machineName: string | null
}

/** One kind of device below `<devices>`, of which a machine may have several. */
export interface DeviceKind {
  name: string
  /** Is it one that Atrium models? Others are left alone. */
  is: (device: Element) => boolean
  /** Two with the same key are the same device, before and after an edit. */
  key: (device: Element) => string
  /** Where it hangs: when this changes, its address is given up. */
  place?: (device: Element) => string
  shape: Shape
  /** Of these another tool may add some by hand: ours carry a mark, and what has none is not ours to remove. */
  marked?: (device: Element) => boolean
}

/** One aspect of a machine in XML: the fields of `Machine` it shows, and the elements that show them. */
export interface Part {
  fields: readonly (keyof Hardware | 'memoryMiB' | 'vcpus' | 'runBy' | 'firmware' | 'ordered')[]
  /** Elements directly below `<domain>`; `platform` gives those that are wanted. */
  shape?: Readonly<Record<string, Shape | 'whole'>>
  platform?: (machine: Machine) => (Element | null)[]
  kinds?: readonly DeviceKind[]
  devices?: (machine: Machine) => (Element | null)[]
}

const present = (elements: (Element | null)[]): Element[] => elements.filter((each) => each !== null)

const withMark = (part: Part) => (device: Element): Element => {
  const kind = part.kinds?.find(({ name, is, marked }) => marked !== undefined && name === device.name && is(device) && marked(device))
  return kind ? withChildren(device, [...device.children, element('alias', { name: markOf(attr(device, 'device') ?? kind.name, kind.key(device)) })]) : device
}

/** The elements that the part wants below `<domain>` and below `<devices>`. */
export const wantedBy = (part: Part, machine: Machine): { platform: Element[]; devices: Element[] } => ({
  platform: present(part.platform?.(machine) ?? []),
  devices: present(part.devices?.(machine) ?? []).map(withMark(part)),
})

/** Would an edit to what is there already still set marks? */
export const setsMarks = (part: Part): boolean => part.kinds?.some(({ marked }) => marked !== undefined) ?? false

const overlayDevice = (existing: Element, wanted: Element, { shape, place }: DeviceKind): Element => {
  const laid = overlay(existing, wanted, shape)
  return place && place(existing) !== place(wanted) ? setChild(laid, 'address', null) : laid
}

/** `devices` with all of one kind as wanted: known ones changed in place, new ones behind, others of that kind gone. */
export const overlayDevices = (devices: Element, kind: DeviceKind, wanted: readonly Element[]): Element => {
  const left = wanted.filter((device) => device.name === kind.name && kind.is(device))
  const kept = devices.children.flatMap((node): Node[] => {
    if (!isElement(node) || node.name !== kind.name || !kind.is(node)) return [node]
    const at = left.findIndex((device) => kind.key(device) === kind.key(node))
    const [match] = at < 0 ? [] : left.splice(at, 1)
    if (match) return [overlayDevice(node, match, kind)]
    return kind.marked?.(node) && !isMarked(node) ? [node] : []
  })
  return withChildren(devices, [...kept, ...left])
}

/** `domain` with everything of the part as wanted. */
export const overlayPart = (domain: Element, part: Part, machine: Machine): Element => {
  const { platform, devices } = wantedBy(part, machine)
  const laid = overlay(domain, element('domain', {}, ...platform), { children: part.shape ?? {} })
  if (!part.kinds) return laid
  const all = find(laid, 'devices') ?? element('devices')
  return setChild(laid, 'devices', part.kinds.reduce((result, kind) => overlayDevices(result, kind, devices), all))
}

/** `raw` as the contract has it. A field that Atrium has no word for gets its default: the edit of another field leaves it alone. */
export const readPart = <Schema extends z.ZodObject>(schema: Schema, raw: Record<string, unknown>): z.output<Schema> => {
  const result = schema.safeParse(raw)
  if (result.success) return result.data
  const strange = new Set(result.error.issues.map((issue) => String(issue.path[0])))
  return schema.parse(Object.fromEntries(Object.entries(raw).filter(([field]) => !strange.has(field))))
}

/** A number in an attribute or a text; undefined where there is none, so that the contract's default counts. */
export const numberOf = (text: string | null): number | undefined => (text === null || !/^-?\d+$/.test(text) ? undefined : Number(text))

export const yesNo = (value: boolean): 'yes' | 'no' => (value ? 'yes' : 'no')
export const onOff = (value: boolean): 'on' | 'off' => (value ? 'on' : 'off')
