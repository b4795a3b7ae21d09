import { eventContract, jobContract, systemContract, userContract } from './activity'
import { clusterContract, datacenterContract, hostContract, networkContract, templateContract } from './infrastructure'
import { importContract } from './import'
import { migrationContract, migrationPolicyContract } from './migration'
import { deviceContract } from './device'
import { diskContract } from './disk'
import { isoContract } from './iso'
import { operatingSystemContract } from './os'
import { uploadContract } from './upload'
import { sessionContract } from './session'
import { storageDomainContract } from './storage-domain'
import { vmContract } from './vm'

/** Browser, CLI and scripts ↔ manager. Base path /api/v1. */
export const apiContract = {
  session: sessionContract,
  datacenter: datacenterContract,
  cluster: clusterContract,
  host: hostContract,
  vm: vmContract,
  device: deviceContract,
  migration: migrationContract,
  migrationPolicy: migrationPolicyContract,
  disk: diskContract,
  import: importContract,
  upload: uploadContract,
  iso: isoContract,
  operatingSystem: operatingSystemContract,
  storageDomain: storageDomainContract,
  network: networkContract,
  template: templateContract,
  job: jobContract,
  event: eventContract,
  user: userContract,
  system: systemContract,
}
export type ApiContract = typeof apiContract
