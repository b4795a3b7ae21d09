import type { ImportProblem } from '@/server/contract/agent/import'
import { AppError } from '@/server/domain/error'

export const problem = (code: string, text: string, params: ImportProblem['params'] = {}): ImportProblem => ({ code, params, text })

/** The same as an error about that file. */
export const imageError = (path: string, { code, params, text }: ImportProblem): AppError =>
  new AppError('IMAGE_DAMAGED', text, { subject: { type: 'image', name: path }, reason: { code, params } })
