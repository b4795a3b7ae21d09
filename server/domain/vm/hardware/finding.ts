import type { Finding } from '../validate'

/** What a rule of the hardware says: nothing, or one sentence about one field. */
export type Verdict = Finding | null | false

export const finding = (field: string, code: string, text: string, params: Finding['params'] = {}): Finding => ({ field, code, params, text })

/** The first value that occurs twice. */
export const twice = <T>(values: readonly T[]): T | undefined => values.find((value, index) => values.indexOf(value) !== index)
