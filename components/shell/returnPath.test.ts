import { expect, test } from 'vitest'
import { objectPath } from './paths'
import { returnPath } from './returnPath'
import { parseTheme } from './theme'

test('after the login one comes back to where one was', () => {
  expect(returnPath('/hosts?search=status%3Dup')).toBe('/hosts?search=status%3Dup')
  expect(returnPath(null)).toBe('/')
})

test('but never to another site, nor to the login page again', () => {
  for (const evil of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/login?next=/login'])
    expect(returnPath(evil)).toBe('/')
})

test('the theme cookie tells the choice and what the system was', () => {
  expect(parseTheme('system:dark')).toEqual({ theme: 'system', dark: true })
  expect(parseTheme('light:dark')).toEqual({ theme: 'light', dark: false })
  expect(parseTheme('dark')).toEqual({ theme: 'dark', dark: true })
  expect(parseTheme('rubbish')).toEqual({ theme: 'system', dark: false })
})

test('objects without a page have no path', () => {
  expect(objectPath('storage-domain', 'x')).toBe('/storage-domains/x')
  expect(objectPath('template', 'x')).toBe('/templates?search=id%3Dx')
  expect(objectPath('system', 'x')).toBeNull()
})
