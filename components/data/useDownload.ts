'use client'
import { defineMessages } from '@/components/i18n/messages'
import { useText } from '@/components/i18n/useText'
import { unreachable, problemOf } from './problem'
import { useCommand } from './useCommand'

const downloadMessages = defineMessages({ failed: { en: '{name} could not be downloaded', zh: '无法下载 {name}' } })

/** Asks for the first byte, for a refusal in a page of its own would lead the reader away; then the browser fetches the file by its own means. */
async function begin(path: string): Promise<void> {
  const answer = await fetch(path, { headers: { range: 'bytes=0-0' } }).catch(() => { throw unreachable() })
  if (!answer.ok && answer.status !== 416) throw await problemOf(answer)
  await answer.body?.cancel()
  const link = document.createElement('a')
  link.href = path
  link.download = ''
  link.click()
}

/** Downloads a file of the API. A refusal becomes a toast. */
export function useDownload() {
  const t = useText(downloadMessages)
  return useCommand(({ path }: { path: string; name: string }) => begin(path), { failed: ({ name }) => t('failed', { name }) })
}
