'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Vm } from '@/server/contract/api/vm'
import { growthRefusal } from '@/server/domain/placement/growth'
import type { Finding } from '@/server/domain/vm/validate'
import { api, client } from '@/components/data/client'
import { asProblem } from '@/components/data/problem'
import { useForm } from '@/components/data/useForm'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { useWords } from '@/components/i18n/useWords'
import { AdvancedFields } from '@/components/ui/form/AdvancedFields'
import { FormDialog } from '@/components/ui/form/FormDialog'
import { Notice } from '@/components/ui/Notice'
import { EditConflict } from '../EditConflict'
import { LackingNotice } from '../LackingNotice'
import { editPatch, mergeEdit, type Merged } from '../merge'
import { useLackingText } from '../useLackingText'
import { ApplyField } from './ApplyField'
import { checkEdit } from './check'
import { draftOf, elsewhere, patchOf, resolved, usualAt, valuesAt, withValues, type Values } from './draft'
import type { FieldSpec, Group } from './field'
import { meaningful, pathsOf, saysSomething } from './groups'
import { HardwareField, type Refusal } from './HardwareField'
import { lackingOf, refusing } from './offers'
import { isWithin } from './path'
import { useHardwareWords } from './useHardwareWords'

/** Among the values, beside the fields. */
const applyNow = 'apply'

/** All fields of one group of the hardware. What somebody else saved meanwhile is merged in; nothing typed is lost. */
export function HardwareDialog({ vm, group, title, onClose }: { vm: Vm; group: Group; title: string; onClose: () => void }) {
  const words = useHardwareWords()
  const common = useText(commonMessages)
  const reasons = useWords()
  // What the edit began with, not what the page shows by now.
  const [base, setBase] = useState(() => baseOf(vm, group))
  const [merged, setMerged] = useState<Merged<Values> | null>(null)
  const cluster = useQuery(api.cluster.get.queryOptions({ input: { id: vm.cluster.id } }))
  const limits = { memoryMiB: cluster.data?.largestHost.memoryMiB || null, cpuCount: cluster.data?.largestHost.cpuCount || null }

  const offers = useQuery(api.cluster.hostOffers.queryOptions({ input: { id: vm.cluster.id } }))
  const groups = offers.data?.groups ?? []
  const lackingText = useLackingText()

  const noStratovirt = reasons.reason({ code: 'no_stratovirt', params: {}, text: 'No host offers StratoVirt.' })

  /** Its host must have the memory that is plugged in now. */
  const growth = ({ [applyNow]: now, ...mine }: Values): Finding[] => {
    const { memoryMiB, hardware: { memory: { devices } } } = withValues(base.draft, mine)
    const grows = vm.room && now === true && ['memoryMiB', 'hardware.memory.devices'].find(path => path in mine && mine[path] !== base.values[path])
    const refusal = grows && vm.room && growthRefusal(vm.room, memoryMiB + devices.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0))
    return grows && refusal ? [{ field: grows, ...refusal }] : []
  }

  const submit = async ({ [applyNow]: live, ...mine }: Values): Promise<{ jobId?: string }> => {
    try {
      const apply = vm.runtime && live === true ? ('live' as const) : ('next' as const)
      const { job } = await client.vm.update({ id: vm.id, ...patchOf(editPatch(base.values, mine)), apply }, { context: { ifMatch: base.generation } })
      return apply === 'live' && job ? { jobId: job.id } : {}
    } catch (error) {
      if (asProblem(error).status === 412) {
        const now = baseOf(await client.vm.get({ id: vm.id }), group)
        const result = mergeEdit(base.values, now.values, mine)
        setBase(now)
        setMerged(result)
        form.change(result.values)
      }
      throw error
    }
  }
  const form = useForm<Values, { jobId?: string }>({ initial: { ...base.values, [applyNow]: true }, check: values => [...checkEdit(base.fields, base.draft, values, limits), ...growth(values)], submit, onDone: onClose })
  const { [applyNow]: live, ...values } = form.values
  const draft = withValues(base.draft, values)
  const usual = resolved(draft, runBy(vm))
  const errorAt = (path: string): string | undefined => {
    const found = form.findings.find(finding => finding.field === path)
    return found && words.finding(found)
  }
  const refused = (path: string, value: unknown): Refusal | null => {
    if (path === 'hardware.hypervisor') return (cluster.data?.hypervisors ?? ['qemu']).some(offered => offered === value) ? null : { text: noStratovirt, blocked: true }
    return lackingText.refusal(refusing(draft, groups, path, value))
  }
  const shown = meaningful(base.fields, draft).concat(base.fields.filter(({ path, when }) => when && !when(draft, draft) && errorAt(path) !== undefined))
  const input = (spec: FieldSpec) => (
    <HardwareField
      key={spec.path}
      spec={spec}
      path={spec.path}
      value={form.values[spec.path]}
      usual={usualAt(usual, spec.path)}
      onChange={value => form.change({ [spec.path]: value })}
      {...{ draft, words, errorAt }}
      refused={refused}
    />
  )
  const folded = shown.filter(spec => spec.advanced)
  const strangers = elsewhere(form.findings, pathsOf(shown))
  return (
    <FormDialog title={title} form={form} submitLabel={common('save')} onClose={onClose}>
      {merged && <EditConflict changed={merged.changed.map(({ field, theirs, kept }) => ({ field, kept, theirs: textOf(base.fields, field, theirs) }))} labelOf={path => words.label(path, base.fields.find(spec => spec.path === path))} />}
      {strangers.length > 0 && <Notice variant="danger" title={words.t('contradiction')}>{strangers.map(words.finding).join(' ')}</Notice>}
      <LackingNotice lacking={lackingOf(draft, groups)} fits={field => pathsOf(base.fields).some(path => isWithin(field, path))} />
      {shown.filter(spec => !spec.advanced).map(input)}
      {folded.length > 0 && (
        <AdvancedFields isOpen={folded.length === shown.length || folded.some(({ path }) => saysSomething(base.values[path]))}>{folded.map(input)}</AdvancedFields>
      )}
      {vm.runtime && <ApplyField id="field-apply" value={live === true} onChange={on => form.change({ [applyNow]: on })} error={undefined} />}
    </FormDialog>
  )

  function textOf(fields: readonly FieldSpec[], path: string, value: unknown): string {
    const spec = fields.find(each => each.path === path)
    return spec ? words.value(spec, path, value, draft) : String(value)
  }
}

function baseOf(vm: Vm, group: Group) {
  const draft = draftOf(vm)
  const fields = group.fields(draft)
  return { generation: vm.generation, draft, fields, values: valuesAt(draft, pathsOf(fields)) }
}

/** By what it runs, or most likely would. */
export const runBy = ({ virtType, runtime }: Vm): 'kvm' | 'qemu' => (virtType === 'qemu' || runtime?.virtType === 'qemu' ? 'qemu' : 'kvm')
