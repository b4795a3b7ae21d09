import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { AppError } from '@/server/domain/error'
import { currentBoot, forgetOldRecords, forgetRecord, readRecord, writeRecord } from './record'
import type { UploadRecord } from './record'

/** A file that is coming in. */
export interface Incoming {
  record: UploadRecord
  /** How many bytes are there, in order. */
  offset: number
  /** Sum of those bytes; null when another life of the agent has seen some of them. */
  hash: Hash | null
  /** Ends what is being received. */
  stop: (() => void) | null
  syncing: Promise<void> | null
}

const unknown = (id: string): AppError =>
  new AppError('NOT_FOUND', `The host knows no upload ${id}.`, { subject: { type: 'upload', id }, reason: { code: 'upload_unknown', params: {} } })

/**
 * The files that are coming in, by the id of their upload. How far each is, is what its file holds: written bytes outlive the agent by themselves, and
 * after a crash of the whole host those count that had been synced.
 */
export class Uploads {
  private readonly known = new Map<string, Incoming>()

  private constructor(private readonly dataDir: string) {}

  static async open(dataDir: string, now: number): Promise<Uploads> {
    await forgetOldRecords(dataDir, now)
    return new Uploads(dataDir)
  }

  async find(id: string): Promise<Incoming | null> {
    const here = this.known.get(id)
    if (here) return here
    const record = await readRecord(this.dataDir, id)
    if (!record) return null
    const written = await stat(record.received).then(({ size }) => size, () => 0)
    const boot = await currentBoot()
    const offset = record.sha256 ? record.sizeBytes : record.bootId === boot ? written : Math.min(written, record.syncedBytes)
    const incoming: Incoming = { record: { ...record, bootId: boot }, offset, hash: offset === 0 ? createHash('sha256') : null, stop: null, syncing: null }
    // Two callers at once must have one and the same.
    const first = this.known.get(id) ?? incoming
    this.known.set(id, first)
    return first
  }

  /** Errors: NOT_FOUND. */
  async need(id: string): Promise<Incoming> {
    const found = await this.find(id)
    if (!found) throw unknown(id)
    return found
  }

  async add(id: string, record: Omit<UploadRecord, 'bootId' | 'syncedBytes' | 'sha256' | 'result'>): Promise<Incoming> {
    const incoming: Incoming = {
      record: { ...record, bootId: await currentBoot(), syncedBytes: 0, sha256: null, result: null }, offset: 0, hash: createHash('sha256'), stop: null, syncing: null,
    }
    await writeRecord(this.dataDir, id, incoming.record)
    this.known.set(id, incoming)
    return incoming
  }

  async keep(id: string, incoming: Incoming, change: Partial<UploadRecord>): Promise<void> {
    incoming.record = { ...incoming.record, ...change }
    await writeRecord(this.dataDir, id, incoming.record)
  }

  async forget(id: string): Promise<void> {
    this.known.delete(id)
    await forgetRecord(this.dataDir, id)
  }
}
