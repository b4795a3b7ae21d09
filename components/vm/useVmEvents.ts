'use client'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'

/** In the search language: events about one object. */
export const eventsOf = (objectId: string): string => `subject=${objectId}`

/** The newest events of a machine, newest first. */
export const useVmEvents = (vmId: string, limit: number) => useQuery(api.event.list.queryOptions({ input: { search: eventsOf(vmId), limit } }))
