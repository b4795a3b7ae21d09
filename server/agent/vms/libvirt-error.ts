import type { Wording } from '@/server/contract/api/common'
import { AppError } from '@/server/domain/error'
import type { ErrorCode, Subject } from '@/server/domain/error'
import { CallTimeoutError, ConnectionLostError } from '@/server/libvirt/rpc/errors'
import type { ErrorCode as LibvirtCode } from '@/server/libvirt/rpc/errorCodes'
import { isLibvirtError } from '@/server/libvirt/rpc/libvirtError'

/** What libvirt's own codes mean here. A code that is not listed stays LIBVIRT. */
const byCode: Partial<Record<keyof typeof LibvirtCode, ErrorCode>> = {
  NO_DOMAIN: 'NOT_FOUND',
  NO_NETWORK: 'NOT_FOUND',
  OPERATION_INVALID: 'WRONG_STATE',
  DOM_EXIST: 'DUPLICATE',
  NETWORK_EXIST: 'DUPLICATE',
  RESOURCE_BUSY: 'LOCKED',
  OPERATION_ABORTED: 'CANCELLED',
  OPERATION_TIMEOUT: 'TIMEOUT',
  AGENT_UNRESPONSIVE: 'TIMEOUT',
  AGENT_UNSYNCED: 'TIMEOUT',
  XML_ERROR: 'BAD_INPUT',
  XML_DETAIL: 'BAD_INPUT',
  XML_INVALID_SCHEMA: 'BAD_INPUT',
  CONFIG_UNSUPPORTED: 'BAD_INPUT',
  INVALID_ARG: 'BAD_INPUT',
}

/**
 * libvirt and QEMU put these into words only; the code is a general one. Most telling first. `words` replace a text that
 * holds QEMU's whole command line; the text itself stays in the cause.
 */
const byMessage: readonly { pattern: RegExp; code: ErrorCode; words?: string; reason?: Wording }[] = [
  { pattern: /No space left on device/i, code: 'DISK_FULL', words: 'the storage is full.' },
  {
    pattern: /Image is corrupt|not in qcow2 format|Image is not|Could not read (qcow2 header|L1 table)|Unsupported qcow2 version|is truncated/i,
    code: 'IMAGE_DAMAGED',
    words: 'the image of one of its disks is damaged.',
  },
  {
    pattern: /(Cannot access (storage|backing) file|Could not open ['"]|Failed to open file).*No such file/i,
    code: 'IMAGE_MISSING',
    words: 'the image of one of its disks, or what it is based on, is missing.',
  },
  { pattern: /Failed to get "?(shared )?"?write"? lock|Is another process using the image/i, code: 'IN_USE', words: 'another program uses the image of one of its disks.' },
  { pattern: /Lockspace resource .* is (not )?locked|Failed to acquire lock/i, code: 'IN_USE', words: 'another machine uses the image of one of its disks: it is locked.' },
  { pattern: /Cannot allocate memory|cannot set up guest memory/i, code: 'NO_HOST', words: 'the host has too little free memory.', reason: { code: 'host_no_memory', params: {} } },
  { pattern: /already exists with uuid|already defined with uuid|domain .* already exists/i, code: 'DUPLICATE' },
  { pattern: /not connected/i, code: 'TIMEOUT' },
]

export const libvirtDown = (cause?: unknown): AppError =>
  new AppError('LIBVIRT', 'libvirt on this host does not answer.', {
    hint: 'Machines that run keep running. The agent connects again by itself as soon as libvirtd is back.',
    cause: { system: 'libvirt', message: String(cause instanceof Error ? cause.message : (cause ?? 'no connection')) },
  })

/**
 * Any error of a libvirt call as an AppError. `doing` completes “Could not …”, e.g. `start machine “web1”`. libvirt's code
 * and text are kept in the cause.
 */
export const fromLibvirt = (error: unknown, doing: string, subject?: Subject): AppError => {
  if (error instanceof AppError) return error
  if (error instanceof ConnectionLostError) return libvirtDown(error)
  if (error instanceof CallTimeoutError)
    return new AppError('TIMEOUT', `Could not ${doing}: libvirt did not answer in time.`, { subject, cause: { system: 'libvirt', message: error.message } })
  if (!isLibvirtError(error)) return new AppError('INTERNAL', `Could not ${doing}: ${error instanceof Error ? error.message : String(error)}`, { subject })
  const told = byMessage.find(({ pattern }) => pattern.test(error.message))
  const code = told?.code ?? byCode[error.codeName as keyof typeof LibvirtCode] ?? 'LIBVIRT'
  const cause = { system: 'libvirt', code: error.code, message: error.message }
  return new AppError(code, `Could not ${doing}: ${told?.words ?? error.message}`, { subject, cause, ...(told?.reason ? { reason: told.reason } : {}) })
}
