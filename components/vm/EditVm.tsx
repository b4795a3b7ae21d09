'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import { checkVm } from '@/server/domain/vm/validate'
import { api, client } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { reasonMessages } from '@/components/i18n/reasons'
import { useText } from '@/components/i18n/useText'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { NumberField } from '@/components/ui/form/NumberField'
import { TextField } from '@/components/ui/form/TextField'
import { EditConflict } from './EditConflict'
import { vmFormMessages } from './formMessages'
import { editPatch, mergeEdit, type Merged } from './merge'

export type VmEdit = Pick<Vm, 'name' | 'description' | 'memoryMiB' | 'vcpus'>

const labels = { name: 'name', description: 'description', memoryMiB: 'memory', vcpus: 'vcpus' } as const
const hasLabel = (field: string): field is keyof typeof labels => Object.hasOwn(labels, field)

const editable = ({ name, description, memoryMiB, vcpus }: VmEdit): VmEdit & Record<string, string | number> => ({ name, description, memoryMiB, vcpus })

/** Loads the machine afresh: the row that the reader clicked may be older than its generation. */
export function EditVm({ id, onClose }: { id: string; onClose: () => void }) {
  const vm = useQuery({ ...api.vm.get.queryOptions({ input: { id } }) })
  return vm.data ? <EditVmForm vm={vm.data} onClose={onClose} /> : null
}

function EditVmForm({ vm, onClose }: { vm: Vm; onClose: () => void }) {
  const t = useText(vmFormMessages)
  const common = useText(commonMessages)
  const why = useText(reasonMessages)
  // What the edit began with, not what the page shows by now.
  const [base, setBase] = useState({ generation: vm.generation, values: editable(vm) })
  const [merged, setMerged] = useState<Merged<ReturnType<typeof editable>> | null>(null)
  const cluster = useQuery(api.cluster.get.queryOptions({ input: { id: vm.cluster.id } }))
  const largest = cluster.data?.largestHost
  const limits = { memoryMiB: largest?.memoryMiB || null, cpuCount: largest?.cpuCount || null }

  const submit = async (mine: ReturnType<typeof editable>): Promise<void> => {
    try {
      await client.vm.update({ id: vm.id, ...editPatch(base.values, mine) }, { context: { ifMatch: base.generation } })
    } catch (error) {
      if (asProblem(error).status === 412) {
        const now = await client.vm.get({ id: vm.id })
        const result = mergeEdit(base.values, editable(now), mine)
        setBase({ generation: now.generation, values: editable(now) })
        setMerged(result)
        form.change(result.values)
      }
      throw error
    }
  }
  const form = useForm({ initial: base.values, check: values => checkVm(values, limits), submit, onDone: onClose })
  const running = vm.runtime !== null
  const saved = vm.status === 'suspended' ? { isDisabled: true, hint: why('saved_state') } : {}

  return (
    <FormDialog title={t('editTitle', { name: vm.name })} form={form} submitLabel={common('save')} onClose={onClose}>
      {merged && <EditConflict changed={merged.changed.map(each => ({ ...each, theirs: String(each.theirs) }))} labelOf={field => (hasLabel(field) ? t(labels[field]) : field)} />}
      <TextField {...form.field('name')} label={t('name')} help={t('nameHelp')} isRequired autoComplete="off" {...saved} />
      <TextField {...form.field('description')} label={t('description')} lines={3} />
      <NumberField {...form.field('memoryMiB')} label={t('memory')} unit="MiB" min={1} step={64} isRequired {...(running ? { hint: t('nextStart') } : {})} {...saved} />
      <NumberField {...form.field('vcpus')} label={t('vcpus')} min={1} max={limits.cpuCount ?? 1024} isRequired {...saved} />
    </FormDialog>
  )
}
