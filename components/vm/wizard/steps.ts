import { initialRunFields } from '../initialRun'
import type { NewVm } from './newVm'

export const stepIds = ['source', 'general', 'processor', 'storage', 'network', 'initial', 'review'] as const
export type StepId = (typeof stepIds)[number]

const fields: Record<Exclude<StepId, 'review'>, readonly (keyof NewVm)[]> = {
  source: ['clusterId', 'source', 'templateId', 'iso', 'treeUrl', 'kickstart', 'kickstartText', 'kickstartUrl', 'kernelArguments', 'diskId', 'os'],
  general: ['name', 'description', 'comment', 'tags', 'ownerId', 'deleteProtected', 'autostart', 'haEnabled', 'haPriority'],
  processor: ['memoryMiB', 'vcpus', 'firmware', 'virtType'],
  storage: ['diskSizeMiB', 'allocation', 'storageDomainId'],
  network: ['networkId'],
  initial: initialRunFields,
}

/** The step that has the field: where the reader is led when it is wrong. What belongs to none is shown at the end. */
export const stepOf = (field: string): StepId =>
  stepIds.find(id => id !== 'review' && fields[id].some(each => each === field || (field === 'initialization' && id === 'initial'))) ?? 'review'
