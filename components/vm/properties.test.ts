import { expect, test } from 'vitest'
import { fieldsText, fromForm, parseFields, parseTags } from './properties'

test('tags are separated by commas of both languages, each once', () => {
  expect(parseTags(' prod, web，prod,, ')).toEqual(['prod', 'web'])
})

test('custom fields survive the way through the text', () => {
  const fields = { cost_centre: '42=a', empty: '' }
  expect(parseFields(fieldsText(fields))).toEqual(fields)
  expect(parseFields('\nlonely\n')).toEqual({ lonely: '' })
})

test('an empty owner is nobody', () => {
  const form = { comment: '', tags: '', customFields: '', ownerId: '', deleteProtected: false, autostart: false, stateless: false, haEnabled: false, haPriority: 'low' as const }
  expect(fromForm(form)).toMatchObject({ ownerId: null, tags: [], customFields: {} })
})
