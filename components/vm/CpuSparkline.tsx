'use client'
import { useQuery } from '@tanstack/react-query'
import { useState, useCallback } from 'react'
import type { VmRow } from '@/server/contract/api/vm'
import { client } from '@/components/data/client'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { Sparkline } from '@/components/charts/Sparkline'
import { vmMessages } from './messages'

const minutes = 15
/** The line is a word's size: a new look at the past each minute is enough, the figure beside it is live. */
const renewMs = 60_000

/** CPU of the last quarter of an hour with the figure now. Asks only for rows that are seen, and only for running machines. */
export function CpuSparkline({ vm }: { vm: Pick<VmRow, 'id' | 'name' | 'runtime'> }) {
  const t = useText(vmMessages)
  const f = useFormat()
  const [seen, setSeen] = useState(false)
  const watch = useCallback((element: HTMLElement | null) => {
    if (!element) return
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? false))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const running = vm.runtime !== null
  // A key of its own: with the API's key, each sample of a host would ask for all machines on the page again.
  const history = useQuery({
    queryKey: ['cpu-sparkline', vm.id],
    queryFn: () => client.vm.samples({ id: vm.id, minutes }),
    enabled: seen && running,
    staleTime: renewMs,
    refetchInterval: renewMs,
  })
  if (!running) return <>–</>
  const value = f.percent(vm.runtime?.cpuPercent)
  return (
    <span ref={watch} style={{ display: 'inline-flex', alignItems: 'center', gap: '0.5em' }}>
      <Sparkline values={history.data?.items.map(s => s.cpuPercent) ?? []} max={100} width={72} label={t('cpuOf', { name: vm.name, value })} />
      <span style={{ minWidth: '3.5em', textAlign: 'end' }}>{value}</span>
    </span>
  )
}
