import { operatingSystems } from '@/server/commands/operating-system/library'
import { searchOs } from '@/server/domain/os/library'
import { api } from './base'

export const operatingSystem = {
  list: api.operatingSystem.list.handler(async ({ input }) => {
    const found = searchOs((await operatingSystems()).systems, input.search)
    return { items: found.slice(0, input.limit), total: found.length }
  }),
}
