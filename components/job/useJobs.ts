'use client'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'

/** Newest jobs, for the button in the masthead and the task drawer: one query for both. */
export const useRecentJobs = () => useQuery(api.job.list.queryOptions({ input: { limit: 50 } }))
