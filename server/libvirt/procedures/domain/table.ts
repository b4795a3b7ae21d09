import { domainBlocks } from './blocks'
import { domainConsoles } from './consoles'
import { domainDefinition } from './definition'
import { domainGuest } from './guest'
import { domainHardware } from './hardware'
import { domainJobs } from './jobs'
import { domainLifecycle } from './lifecycle'

/** Everything that is done to a domain, whatever file its row is in. */
export const domainTable = {
  ...domainLifecycle,
  ...domainDefinition,
  ...domainHardware,
  ...domainBlocks,
  ...domainGuest,
  ...domainJobs,
  ...domainConsoles,
}
