import type { SearchField } from '@/components/ui/searchSuggest'
import { vmStatuses } from './statuses'

/** Fields of the search language for machines, as in server/store/list/vm. */
export const vmSearchFields: readonly SearchField[] = [
  { name: 'name' }, { name: 'status', values: vmStatuses }, { name: 'host' }, { name: 'cluster' }, { name: 'datacenter' }, { name: 'memory' },
  { name: 'vcpus' }, { name: 'os' }, { name: 'description' }, { name: 'owner' }, { name: 'template' }, { name: 'network' }, { name: 'storagedomain' },
  { name: 'tag' }, { name: 'comment' }, { name: 'protected', values: ['true', 'false'] }, { name: 'mac' }, { name: 'external', values: ['true', 'false'] },
]
