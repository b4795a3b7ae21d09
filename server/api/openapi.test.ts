import { describe, expect, it } from 'vitest'
import { docsPage } from './docs/page'
import { fieldsOf, typeOf } from './docs/schema'
import { html } from './docs/html'
import { openApiDocument, operations } from './openapi'

describe('the OpenAPI document', async () => {
  const document = await openApiDocument()

  it('is 3.1 and knows both ways to log in', () => {
    expect(document.openapi).toMatch(/^3\.1/)
    expect(Object.keys(document.components?.securitySchemes ?? {})).toEqual(['bearer', 'cookie'])
    expect(document.security).toEqual([{ bearer: [] }, { cookie: [] }])
  })

  it.each(operations().map(o => [o.id, o] as const))('%s: has a summary, its permission, and its problems', (_, { method, path, meta }) => {
    const operation = document.paths?.[path]?.[method.toLowerCase() as 'get']
    expect(operation?.summary).toBeTruthy()
    expect(operation?.description).toMatch(/Needs/)
    expect(operation?.responses).toHaveProperty('503.content.application/problem+json.schema.$ref', '#/components/schemas/Problem')
    if (meta.permission === 'public') expect(operation?.security).toEqual([])
    else expect(operation?.responses).toHaveProperty('401')
    if (method === 'PATCH') expect(operation?.parameters).toContainEqual(expect.objectContaining({ name: 'If-Match', in: 'header', required: true }))
    if (method === 'POST') expect(operation?.parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key' }))
  })

  it('refers only to what it holds', () => {
    const text = JSON.stringify(document)
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(m => m[1] ?? '')
    for (const name of new Set(names)) expect(document.components?.schemas).toHaveProperty(name)
  })

  it('becomes a page that shows each operation and holds no script', () => {
    const page = docsPage(document)
    const missing = operations().filter(({ path, id }) => !page.includes(`id="${id}"`) || !page.includes(`<code>${path}</code>`))
    expect(missing).toEqual([])
    expect(page).not.toMatch(/<script|javascript:|https?:\/\//)
  })
})

describe('the words of the page', () => {
  it('escape everything that is put in', () =>
    expect(html`<p title="${'"<x>'}">${['<b>', html`<i>${"'"}</i>`]}</p>`.text).toBe('<p title="&quot;&lt;x&gt;">&lt;b&gt;<i>&#39;</i></p>'))

  it.each([
    [{ type: 'integer', minimum: 1, maximum: 500 }, 'integer (1 to 500)'],
    [{ type: 'integer', minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, 'integer'],
    [{ type: 'array', items: { type: 'string', format: 'uuid' } }, 'list of uuid'],
    [{ enum: ['up', 'down'] }, '"up" | "down"'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string or null'],
    [{ $ref: '#/components/schemas/Problem' }, 'Problem'],
  ])('%j is %s', (schema, words) => expect(typeOf(schema)).toBe(words))

  it('names fields inside fields', () => {
    const schema = {
      type: 'object',
      properties: { name: { type: 'string' }, disks: { type: 'array', items: { type: 'object', properties: { sizeMiB: { type: 'integer' } } } } },
      required: ['name'],
    }
    expect(fieldsOf(schema).map(f => `${f.path}${f.required ? '*' : ''}`)).toEqual(['name*', 'disks', 'disks[].sizeMiB'])
  })
})
