import { expect, test } from 'vitest'
import { isComplete, searchExample, suggest, type SearchField } from './searchSuggest'

const fields: SearchField[] = [{ name: 'name' }, { name: 'status', values: ['up', 'down', 'paused'] }, { name: 'cluster' }]
const texts = (search: string) => suggest(search, fields).map(s => s.text)

test('begins with the fields, then operators, values and the next clause', () => {
  expect(texts('')).toEqual(['name', 'status', 'cluster'])
  expect(texts('st')).toEqual(['status'])
  expect(texts('status')).toEqual(['status =', 'status !='])
  expect(texts('status=')).toEqual(['up', 'down', 'paused'])
  expect(texts('status=p')).toEqual(['paused'])
  expect(texts('status=up ')).toEqual(['and', 'or'])
  expect(texts('status=up and n')).toEqual(['name'])
})

test('a taken suggestion keeps what stands before it', () => {
  expect(suggest('name=a* and status=d', fields)).toEqual([{ text: 'down', search: 'name=a* and status=down ' }])
})

test('shows by an example what it understands', () => {
  expect(searchExample(fields)).toBe('name=web* and status=up')
  expect(searchExample([{ name: 'message' }, { name: 'severity', values: ['info'] }])).toBe('severity=info')
})

test('asks while typing only when the sentence is whole', () => {
  expect(isComplete('web')).toBe(true)
  expect(isComplete('')).toBe(true)
  expect(isComplete('status=')).toBe(false)
  expect(isComplete('status=up and')).toBe(false)
  expect(isComplete('status=up and name="my vm"')).toBe(true)
})
