import type { Reason } from '@/server/contract/api/common'
import type { MigrationCheck } from '@/server/contract/api/migration'

type Params = MigrationCheck['params']

const check = (level: MigrationCheck['level']) => (code: string, text: string, params: Params = {}): MigrationCheck => ({ code, level, text, params })

export const pass = check('pass')
export const warn = check('warn')
export const fail = check('fail')

/** Why a host was refused, as a reason: the words of a check have the prefix, those of lacking hardware are the placement's. */
export const asReason = ({ code, params, text }: MigrationCheck): Reason => ({ code: code.startsWith('lacks_') ? code : `migration_${code}`, params, text })
