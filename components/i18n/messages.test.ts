import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { describe, expect, test } from 'vitest'
import { durationParts } from './duration'
import { pickLocale } from './locale'
import type { Message } from './messages'
import { splitMiB } from './size'

const root = resolve(import.meta.dirname, '../..')
/** Every table of texts, wherever it lives. */
const files = ['components', 'app']
  .flatMap(folder => readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).map(file => `${folder}/${file}`))
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts') && readFileSync(`${root}/${file}`, 'utf8').includes('defineMessages('))

const isMessage = (value: object): value is Message => 'en' in value && 'zh' in value && typeof value.en === 'string' && typeof value.zh === 'string'

function messagesIn(value: unknown, path: string): [string, Message][] {
  if (typeof value !== 'object' || value === null) return []
  return isMessage(value) ? [[path, value]] : Object.entries(value).flatMap(([key, part]) => messagesIn(part, `${path}.${key}`))
}

function argumentsOf(elements: MessageFormatElement[]): string[] {
  return elements.flatMap(element => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return []
    const inner =
      'options' in element ? Object.values(element.options).flatMap(o => argumentsOf(o.value)) : 'children' in element ? argumentsOf(element.children) : []
    return [element.value, ...inner]
  })
}
const args = (text: string) => [...new Set(argumentsOf(parse(text)))].toSorted()

describe('texts', () => {
  test.each(files)('%s: both languages take the same arguments and are not empty', async file => {
    const module: unknown = await import(`${root}/${file}`)
    for (const [key, { en, zh }] of messagesIn(module, file)) {
      expect(en.trim(), key).not.toBe('')
      expect(zh.trim(), key).not.toBe('')
      expect(args(zh), key).toEqual(args(en))
    }
  })
  test('are found at all', () => expect(files).toContain('components/event/eventCodes.ts'))
})

test('the cookie decides the language, then the browser', () => {
  expect(pickLocale('zh', 'en-US,en')).toBe('zh')
  expect(pickLocale('xx', 'fr-FR, zh-CN;q=0.8, en;q=0.5')).toBe('zh')
  expect(pickLocale(undefined, '')).toBe('en')
})

test('sizes and durations use the largest fitting units', () => {
  expect(splitMiB(1536)).toEqual({ amount: 1.5, unit: 'GiB' })
  expect(splitMiB(0)).toEqual({ amount: 0, unit: 'MiB' })
  expect(splitMiB(2 ** 20 - 1).unit).toBe('GiB')
  expect(durationParts(93_784_000)).toEqual([
    { unit: 'day', value: 1 },
    { unit: 'hour', value: 2 },
  ])
  expect(durationParts(400)).toEqual([{ unit: 'second', value: 0 }])
})
