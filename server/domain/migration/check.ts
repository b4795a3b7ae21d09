import type { MigrationCheck } from '@/server/contract/api/migration'

type Params = MigrationCheck['params']

const check = (level: MigrationCheck['level']) => (code: string, text: string, params: Params = {}): MigrationCheck => ({ code, level, text, params })

export const pass = check('pass')
export const warn = check('warn')
export const fail = check('fail')
