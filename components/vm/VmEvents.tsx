'use client'
import type { Vm } from '@/server/contract/api/vm'

export function VmEvents({ vm }: { vm: Vm }) {
  return <>{vm.name}</>
}
