import { describe, expect, it } from 'vitest'
import { checkProperties, limits } from './properties'

describe('properties of a machine', () => {
  it.each([
    [{ tags: ['prod', '生产', 'team:web'], customFields: { cost_centre: '42' }, comment: 'nightly' }, []],
    [{ tags: ['two words'] }, ['tag_characters']],
    [{ tags: ['x'.repeat(limits.tag + 1)] }, ['tag_characters']],
    [{ tags: Array.from({ length: limits.tags + 1 }, (_, i) => `t${i}`) }, ['tags_many']],
    [{ customFields: { 'a b': '1' } }, ['field_form']],
    [{ customFields: { a: 'two\nlines' } }, ['field_form']],
    [{ comment: 'a\u0007b' }, ['comment_long']],
    [{ autostart: true, haEnabled: true }, ['autostart_ha']],
    [{ autostart: true }, []],
  ])('%j', (properties, codes) => {
    expect(checkProperties(properties).map(({ code }) => code)).toEqual(codes)
  })
})
