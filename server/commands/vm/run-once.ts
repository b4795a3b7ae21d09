import type { z } from 'zod'
import type { RunOnce } from '@/server/contract/api/run-once'
import { Hardware } from '@/server/contract/hardware/hardware'
import { Installation } from '@/server/contract/installation'
import type { OnceWish } from '@/server/contract/once-wish'
import { AppError } from '@/server/domain/error'
import { checkOnce, installationWish } from '@/server/domain/vm/once'
import { findingDetail } from '@/server/domain/vm/validate'
import type { Db } from '@/server/store/db'
import { attachedTo } from '@/server/store/infrastructure/attachment'
import { vmUnknown } from '@/server/store/vm/facts'

type Wish = z.output<typeof RunOnce>

/** Path of a file in the folder iso/. Errors: BAD_INPUT unless the domain is attached to the machine's cluster. */
async function mediaPath(db: Db, clusterId: string, field: string, { storageDomainId, file }: { storageDomainId: string; file: string }): Promise<string> {
  const domain = await db.storageDomain.findFirst({
    where: { id: storageDomainId, datacenter: { clusters: { some: { id: clusterId } } }, ...attachedTo(clusterId) }, select: { path: true },
  })
  if (domain) return `${domain.path}/iso/${file}`
  throw new AppError('BAD_INPUT', 'That storage domain is not attached to the cluster of the machine.', { field, subject: { type: 'storage-domain', id: storageDomainId } })
}

const readVm = async (db: Db, id: string) => {
  const vm = await db.vm.findUnique({
    where: { id }, select: { name: true, clusterId: true, hardware: true, installation: true, _count: { select: { disks: true, nics: true } } },
  })
  if (!vm) throw vmUnknown(id)
  return vm
}

/** What a wish to run a machine once comes to, every path known. Errors: NOT_FOUND, BAD_INPUT. */
export async function onceWish(db: Db, id: string, wish: Wish): Promise<OnceWish> {
  const vm = await readVm(db, id)
  const installation = vm.installation === null ? null : Installation.parse(vm.installation)
  const tree = installation?.type === 'tree' ? installation : null
  const [finding] = checkOnce(wish, { disks: vm._count.disks, nics: vm._count.nics, cdroms: Hardware.parse(vm.hardware).cdroms.length, installation: tree !== null })
  if (finding) throw new AppError('BAD_INPUT', finding.text, findingDetail(finding, vm.name))
  const { cd, kernel } = wish
  const path = (field: string, storageDomainId: string, file: string) => mediaPath(db, vm.clusterId, field, { storageDomainId, file })
  const base: OnceWish = {
    devices: wish.boot ?? null,
    cd: cd ? { path: await path('cd', cd.storageDomainId, cd.file) } : cd === null ? { path: null } : null,
    menu: wish.bootMenu,
    kernel: kernel ? {
      path: await path('kernel', kernel.storageDomainId, kernel.kernel),
      initrd: kernel.initrd === null ? null : await path('kernel', kernel.storageDomainId, kernel.initrd),
      commandLine: kernel.commandLine,
    } : null,
    endOnReboot: false,
  }
  return wish.installer && tree ? { ...base, ...pick(installationWish(tree, id)) } : base
}

const pick = ({ kernel, endOnReboot }: OnceWish) => ({ kernel, endOnReboot })
