import { expect, it } from 'vitest'
import { xmlTokens } from './xmlTokens'

const told = (xml: string): string[] => xmlTokens(xml).filter(t => t.text.trim()).map(t => `${t.kind} ${t.text}`)

it('knows tags, attributes, values, text and comments', () => {
  expect(told(`<a b='1'><!-- c="2" -->it's "x" = y<d:e/></a>`)).toEqual([
    'tag <a', 'attribute b', 'text =', "value '1'", 'tag >', 'comment <!-- c="2" -->', `text it's "x" = y`, 'tag <d:e', 'tag />', 'tag </a', 'tag >',
  ])
})

it('loses nothing, whatever the text is', () => {
  for (const xml of ['', '<', '<a', `<a b="`, 'no markup', '<?xml version="1.0"?>\n<a>\n  <b/>\n</a>', '<!-- open', `a='b'>c`]) {
    expect(xmlTokens(xml).map(t => t.text).join('')).toBe(xml)
  }
})
