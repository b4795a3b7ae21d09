import { array, optional, struct } from '@/server/libvirt/xdr/compose'
import { int, quantity, signedQuantity, string, uint } from '@/server/libvirt/xdr/primitives'
import { enumeration } from '@/server/libvirt/xdr/special'
import { domain } from '@/server/libvirt/procedures/objects'
import { blockJobType } from '@/server/libvirt/procedures/domain/blocks'
import { params } from '@/server/libvirt/procedures/typedParams'
import { event, eventAs } from './event'
import { domainLifecycleChange } from './lifecycle'

const address = struct({ family: enumeration('ipv4', 'ipv6', 'unix'), node: string, service: string })
const identity = struct({ type: string, name: string })

/** virDomainEventID and its messages (libvirt-domain.h). Payloads can be out of date when they arrive: read the object again. */
export const domainEvents = {
  lifecycle: eventAs(0, 318, domainLifecycleChange),
  reboot: event(1, 319, { domain }),
  'rtc-change': event(2, 320, { domain, offsetSeconds: signedQuantity }),
  watchdog: event(3, 321, { domain, action: enumeration('none', 'pause', 'reset', 'poweroff', 'shutdown', 'debug', 'inject-nmi') }),
  graphics: event(5, 323, {
    domain,
    phase: enumeration('connect', 'initialize', 'disconnect'),
    local: address,
    remote: address,
    authScheme: string,
    subject: array(identity),
  }),
  'io-error': event(6, 324, { domain, path: string, alias: string, action: enumeration('none', 'pause', 'report'), reason: string }),
  'control-error': event(7, 325, { domain }),
  'disk-change': event(9, 327, {
    domain,
    oldPath: optional(string),
    newPath: optional(string),
    alias: string,
    reason: enumeration('changed-missing-on-start', 'dropped-missing-on-start'),
  }),
  'tray-change': event(10, 328, { domain, alias: string, tray: enumeration('open', 'closed') }),
  'pm-wakeup': event(11, 329, { reason: int, domain }),
  'pm-suspend': event(12, 330, { reason: int, domain }),
  'balloon-change': event(13, 331, { domain, actualKiB: quantity }),
  'device-removed': event(15, 333, { domain, alias: string }),
  /** The second version of the event: it names the disk's target (`vda`), the first its source path. */
  'block-job': event(16, 339, { domain, disk: string, type: blockJobType, status: enumeration('completed', 'failed', 'cancelled', 'ready') }),
  tunable: event(17, 346, { domain, params }),
  'agent-lifecycle': event(18, 348, {
    domain,
    state: enumeration('none', 'connected', 'disconnected'),
    reason: enumeration('unknown-reason', 'domain-started', 'channel'),
  }),
  'device-added': event(19, 354, { domain, alias: string }),
  'migration-iteration': event(20, 359, { domain, iteration: int }),
  'job-completed': event(21, 363, { domain, params }),
  'device-removal-failed': event(22, 367, { domain, alias: string }),
  'metadata-change': event(23, 379, { domain, type: enumeration('description', 'title', 'element'), uri: optional(string) }),
  'block-threshold': event(24, 385, { domain, device: string, path: optional(string), threshold: quantity, excess: quantity }),
  'memory-failure': event(25, 423, { domain, recipient: int, action: enumeration('ignore', 'inject', 'fatal', 'reset'), flags: uint }),
}
