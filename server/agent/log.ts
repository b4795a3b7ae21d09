import { pino } from 'pino'
import type { Logger } from 'pino'

/** JSON lines on stdout; whoever started the agent keeps them. */
export const createLog = (level = 'info'): Logger => pino({ level, base: { pid: process.pid, program: 'agent' } })
