import { expect, test } from 'vitest'
import { checkPath } from './checkPath'

const codes = (path: string) => checkPath(path).map(f => f.code)

test('absolute paths without ".."', () => {
  expect(codes('/srv/data')).toEqual([])
  expect(codes('/srv/..data')).toEqual([])
  expect(codes('')).toEqual(['path_absolute'])
  expect(codes('srv')).toEqual(['path_absolute'])
  expect(codes('/srv/../etc')).toEqual(['path_parent'])
})
