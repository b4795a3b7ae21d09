import { implement } from '@orpc/server'
import { apiContract } from '@/server/contract/api/api'
import { cluster } from './cluster'
import type { ApiContext } from './context'
import { datacenter } from './datacenter'
import { device } from './device'
import { disk } from './disk'
import { event } from './event'
import { host } from './host'
import { importHandlers } from './import'
import { iso } from './iso'
import { job } from './job'
import { migration } from './migration'
import { migrationPolicy } from './migration-policy'
import { network } from './network'
import { operatingSystem } from './operating-system'
import { session } from './session'
import { storageDomain } from './storage-domain'
import { system } from './system'
import { template } from './template'
import { upload } from './upload'
import { user } from './user'
import { vm } from './vm'

/** Every operation of the contract; a missing one does not compile. */
export const router = implement(apiContract)
  .$context<ApiContext>()
  .router({ session, datacenter, cluster, host, vm, device, migration, migrationPolicy, disk, import: importHandlers, upload, storageDomain, network, iso, operatingSystem, template, job, event, user, system })
