import { implement } from '@orpc/server'
import { apiContract } from '@/server/contract/api/api'
import type { ApiContext } from './context'
import { answeredOnce } from './idempotency'
import { authorise } from './permission'
import { etag, generationOf } from './preconditions'
import { refuseNul } from './text'

/**
 * Every operation passes these in this order, before its input is validated: may the caller do it, was it already
 * answered under its Idempotency-Key; afterwards the generation of a single object becomes its ETag.
 */
export const api = implement(apiContract)
  .$context<ApiContext>()
  .use(async ({ context, procedure, next }, input) => {
    await authorise(context, procedure['~orpc'].meta, input)
    refuseNul(input)
    return next()
  })
  .use(async ({ context, procedure, next }, input, output) => {
    const { route, meta } = procedure['~orpc']
    if (route.method !== 'POST') return next()
    const repeated = await answeredOnce(context, meta, input)
    if (!repeated) return next()
    if ('answer' in repeated) return output(repeated.answer)
    try {
      const result = await next({ context: { ...context, db: repeated.db } })
      await repeated.keep(result.output)
      return result
    } catch (error) {
      await repeated.refuse(error)
      throw error
    }
  })
  .use(async ({ context, next }) => {
    const result = await next()
    const generation = generationOf(result.output)
    if (generation !== null) context.answer.set('etag', etag(generation))
    return result
  })
