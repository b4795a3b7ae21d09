import { expect, test } from 'vitest'
import { listInput, readListState, writeListState } from './urlState'

const defaults = { sort: 'name', pageSize: 50 }
const read = (query: string) => readListState(new URLSearchParams(query), defaults)
const write = (query: string, change: Parameters<typeof writeListState>[1]) => writeListState(new URLSearchParams(query), change, defaults)

test('a link says search, order and page', () => {
  expect(read('search=status%3Dup&sort=-memory&page=3&rows=20')).toEqual({ search: 'status=up', sort: '-memory', page: 3, pageSize: 20 })
})

test('damaged values fall back', () => {
  expect(read('page=-1&rows=x')).toEqual({ search: '', sort: 'name', page: 1, pageSize: 50 })
  expect(read('page=1.5&rows=9999')).toEqual({ search: '', sort: 'name', page: 1, pageSize: 500 })
})

test('defaults stay out of the URL, foreign parameters stay in', () => {
  expect(write('tab=vms&sort=-name', { sort: 'name' })).toBe('tab=vms')
  expect(write('tab=vms', { page: 2 })).toBe('tab=vms&page=2')
})

test('another search starts at page 1, another page keeps the search', () => {
  expect(write('page=4', { search: 'web' })).toBe('search=web')
  expect(write('search=web', { page: 2 })).toBe('search=web&page=2')
})

test('pages become offsets', () => {
  expect(listInput(read('page=3&rows=20'))).toEqual({ sort: 'name', limit: 20, offset: 40 })
})
