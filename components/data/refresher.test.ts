import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { affectedBy } from './invalidation'
import { Refresher } from './refresher'

const id = '00000000-0000-4000-8000-00000000000a'
const key = [['vm', 'list'], { type: 'query', input: {} }]
const change = affectedBy({ topic: 'vms', id })

/** A list on a page, whose answers come when the test says so. */
function page() {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  const asked: ((value: number) => void)[] = []
  const observer = new QueryObserver(queries, { queryKey: key, queryFn: () => new Promise<number>(resolve => asked.push(resolve)) })
  const close = observer.subscribe(() => undefined)
  const settle = async (n: number) => {
    asked[n]?.(n)
    await new Promise(resolve => setImmediate(resolve))
  }
  return { queries, asked, observer, close, settle }
}

test('changes while a request is under way cause exactly one more, and the last answer is shown', async () => {
  const { queries, asked, observer, settle } = page()
  await settle(0)
  const refresher = new Refresher(queries)
  refresher.refresh(change)
  expect(asked).toHaveLength(2)
  refresher.refresh(change)
  refresher.refresh(change)
  expect(asked).toHaveLength(2)
  await settle(1)
  expect(asked).toHaveLength(3)
  await settle(2)
  expect(asked).toHaveLength(3)
  expect(observer.getCurrentResult().data).toBe(2)
})

test('what no page shows is asked for when it is shown again', async () => {
  const { queries, asked, close, settle } = page()
  await settle(0)
  close()
  new Refresher(queries).refresh(change)
  expect(asked).toHaveLength(1)
  expect(queries.getQueryState(key)?.isInvalidated).toBe(true)
})

test('other changes ask for nothing', async () => {
  const { queries, asked, settle } = page()
  await settle(0)
  new Refresher(queries).refresh(affectedBy({ topic: 'users', id }))
  expect(asked).toHaveLength(1)
})
