import { z } from 'zod'
import { AppError } from '@/server/domain/error'
import { abandonedMs, fetchLimits, keptFormat } from '@/server/domain/upload/check'
import { forgetDisk } from '@/server/store/disk/write'
import { mayFetchPrivate } from '@/server/store/settings'
import { uploadFacts } from '@/server/store/upload/read'
import type { UploadFacts } from '@/server/store/upload/read'
import { noteBegun, noteResult, noteSize } from '@/server/store/upload/write'
import { hostSeeing } from '@/server/store/vm/placement'
import { defineWorkflow } from '../definition'
import type { Step, StepContext } from '../definition'

const Input = z.object({ uploadId: z.uuid(), diskId: z.uuid().nullable() })
type Input = z.infer<typeof Input>
type State = { hostId: string }
type Context = StepContext<Input, State>

/** However slow the line: what is abandoned ends long before. */
const receiveMs = 20 * 86_400_000
/** Reading and converting the largest images. */
const finishMs = 6 * 3_600_000

/** Errors: INTERNAL when its row is gone. */
const factsOf = async ({ db, input }: Pick<Context, 'db' | 'input'>): Promise<UploadFacts> => {
  const facts = await uploadFacts(db, input.uploadId)
  if (!facts) throw new AppError('INTERNAL', `The upload ${input.uploadId} is gone.`)
  return facts
}
const placeOf = ({ id, storageDomain, path }: UploadFacts) => ({ uploadId: id, storagePath: storageDomain.path, path })

const abandoned = (fileName: string): AppError =>
  new AppError('TIMEOUT', `Nothing of ${fileName} has come for ${abandonedMs / 3_600_000} hours.`, {
    hint: 'Send it again.', reason: { code: 'upload_abandoned', params: { name: fileName, hours: abandonedMs / 3_600_000 } },
  })

const chooseHost: Step<Input, State> = {
  name: 'choose a host',
  do: async context => {
    const { db } = context
    const { storageDomain: { id, name } } = await factsOf(context)
    const hostId = await hostSeeing(db, id, null)
    if (!hostId) throw new AppError('NO_HOST', `No host that is Up can write to storage domain ${name}.`, { subject: { type: 'storage-domain', id, name } })
    return { hostId }
  },
  undo: async ({ db, input }) => {
    if (input.diskId) await forgetDisk(db, input.diskId)
  },
}

/** Also what was published: the host knows whether it is this upload's. */
const discard = async (context: Context): Promise<void> => {
  const { agent, state, stepId } = context
  if (state.hostId) await (await agent(state.hostId)).upload.discard({ stepId, ...placeOf(await factsOf(context)) })
}

/** Whoever sends the file tells of each piece by the upload's row (server/web/upload-data.ts). */
const receive: Step<Input, State> = {
  name: 'receive the file',
  timeoutMs: receiveMs,
  cancellable: true,
  do: async context => {
    const { agent, state, stepId, db, input, now, waitFor } = context
    const facts = await factsOf(context)
    const { sizeBytes } = facts
    if (!state.hostId || sizeBytes === null) return
    const { offset } = await (await agent(state.hostId)).upload.begin({ stepId, ...placeOf(facts), sizeBytes })
    await noteBegun(db, input.uploadId, { hostId: state.hostId, offset })
    await waitFor({ topic: 'jobs', id: context.jobId }, async () => {
      const { receivedBytes, seenAt, fileName } = await factsOf(context)
      if (receivedBytes === sizeBytes) return true
      if (now().getTime() - seenAt.getTime() > abandonedMs) throw abandoned(fileName)
      return null
    })
  },
  undo: discard,
}

const fetchFile: Step<Input, State> = {
  name: 'fetch the file',
  timeoutMs: fetchLimits.ms + 3_600_000,
  cancellable: true,
  do: async context => {
    const { agent, state, stepId, db, input } = context
    const facts = await factsOf(context)
    if (!state.hostId || facts.url === null) return
    const limits = { maxBytes: fetchLimits.bytes, maxMs: fetchLimits.ms, allowPrivate: await mayFetchPrivate(db) }
    const { sizeBytes } = await (await agent(state.hostId)).upload.fetch({ stepId, ...placeOf(facts), url: facts.url, ...limits })
    await noteSize(db, input.uploadId, sizeBytes)
  },
  undo: discard,
}

const finish: Step<Input, State> = {
  name: 'check the image',
  timeoutMs: finishMs,
  cancellable: true,
  do: async context => {
    const { agent, state, stepId, db } = context
    const facts = await factsOf(context)
    if (!state.hostId) return
    const { fileName, format, wantedSha256 } = facts
    const result = await (await agent(state.hostId)).upload.finish({ stepId, ...placeOf(facts), name: fileName, format, target: keptFormat(format), sha256: wantedSha256 })
    await noteResult(db, facts, result)
  },
  undo: discard,
}

/** A file that its owner sends becomes a floating disk, whose row the command has written, or a CD image. */
export const imageUpload = defineWorkflow<State>()({ kind: 'image.upload', input: Input, title: name => `Upload ${name}`, steps: [chooseHost, receive, finish] })

/** The same for one that a host fetches. */
export const imageFetch = defineWorkflow<State>()({ kind: 'image.fetch', input: Input, title: name => `Fetch ${name}`, steps: [chooseHost, fetchFile, finish] })
