import type { Upload } from '@/server/contract/api/upload'
import type { Sending } from './uploads'

export type Standing = 'queued' | 'sending' | 'waiting' | 'elsewhere' | 'paused' | 'failed' | 'needsFile' | 'checking' | 'fetching' | 'cancelling' | 'cancelled' | 'done' | 'refused'

type Facts = Pick<Upload, 'state' | 'url' | 'offset' | 'sizeBytes'>

const ended: Partial<Record<Upload['state'], Standing>> = { succeeded: 'done', failed: 'refused', cancelled: 'cancelled', cancelling: 'cancelling' }

/** How an upload stands: what the server says of its job, then what this tab does. */
export function standingOf({ state, url, offset, sizeBytes }: Facts, here: Sending | undefined): Standing {
  const end = ended[state]
  if (end) return end
  if (url !== null) return state === 'queued' ? 'queued' : 'fetching'
  if (sizeBytes !== null && offset >= sizeBytes) return 'checking'
  if (here) return here.state === 'sent' ? 'checking' : here.state
  return 'needsFile'
}

export const isOver = (standing: Standing): boolean => standing === 'done' || standing === 'refused' || standing === 'cancelled'
