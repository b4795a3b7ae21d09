import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isContractProcedure, type AnyContractRouter } from '@orpc/contract'
import { apiContract } from '@/server/contract/api/api'

interface Routes {
  [name: string]: Routes | { method: string; path: string }
}

/** The routes of the contract alone: what the browser needs to call the API, without zod and its schemas (some 60 kB of gzip). */
function routes(router: AnyContractRouter): Routes {
  return Object.fromEntries(
    Object.entries(router).map(([name, part]) => {
      if (!isContractProcedure(part)) return [name, routes(part)]
      const { method = 'POST', path = '/' } = part['~orpc'].route
      return [name, { method, path }]
    }),
  )
}

export const minifiedContract = (): string => `${JSON.stringify(routes(apiContract), null, 1)}\n`
const file = fileURLToPath(new URL('contract.min.json', import.meta.url))

/** Writes contract.min.json when it is not fresh. The build calls it; minify.test.ts checks what is committed. */
export function writeMinifiedContract(): void {
  const fresh = minifiedContract()
  if (readFileSync(file, { encoding: 'utf8', flag: 'a+' }) !== fresh) writeFileSync(file, fresh)
}

// By hand: `node --import tsx components/data/minify.ts`.
if (process.argv[1] === fileURLToPath(import.meta.url)) writeMinifiedContract()
