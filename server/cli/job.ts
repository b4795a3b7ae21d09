import type { Client } from './client'
import { ask, CliError } from './client'
import type { Kept } from './session'

const ended = new Set(['succeeded', 'failed', 'cancelled'])

/** Ids of jobs that change, as the manager tells them. */
async function* changedJobs(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true })
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      const change = line.startsWith('data: {"seq"') ? (JSON.parse(line.slice(6)) as { topic: string; id: string }) : null
      if (change?.topic === 'jobs') yield change.id
    }
  }
}

/** Waits for the end of a job and says how it went; listens instead of asking again and again. @throws CliError when it did not succeed */
export async function waitForJob(client: Client, { url, token }: Kept, id: string): Promise<string> {
  const stop = new AbortController()
  // The stream is opened first: an end between looking and listening would never be heard.
  const stream = await ask(new Request(`${url}/api/v1/changes`, { headers: { authorization: `Bearer ${token}` } }), stop.signal)
  const look = async (): Promise<string | null> => {
    const job = await client.job.get({ id })
    if (!ended.has(job.state)) return null
    if (job.state !== 'succeeded') throw new CliError(`${job.kind} of ${job.subject.name} ${job.state}: ${job.error?.message ?? ''}`)
    return `${job.kind} of ${job.subject.name} succeeded.`
  }
  try {
    const now = await look()
    if (now !== null) return now
    for await (const changed of changedJobs(stream)) {
      const then = changed === id ? await look() : null
      if (then !== null) return then
    }
    throw new CliError('The manager ended the stream of changes. The job goes on; see: atrium get jobs ' + id)
  } finally {
    stop.abort()
  }
}
