import type { OpenAPI } from '@orpc/openapi'
import { html, type Html } from './html'
import { fieldsOf, typeOf, type Schema } from './schema'
import { styles } from './styles'

type Operation = OpenAPI.OperationObject
interface Entry {
  method: string
  path: string
  operation: Operation
}

const methods = ['get', 'post', 'patch', 'put', 'delete'] as const

const entriesOf = (document: OpenAPI.Document): Entry[] =>
  Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap(method => {
      const operation = item?.[method]
      return operation ? [{ method: method.toUpperCase(), path, operation }] : []
    }),
  )

const schemaIn = (content: Record<string, { schema?: unknown }> | undefined): Schema | undefined =>
  Object.values(content ?? {})[0]?.schema as Schema | undefined

const fieldTable = (title: string, schema: Schema | undefined): Html | null => {
  const fields = fieldsOf(schema)
  if (fields.length === 0)
    return schema
      ? html`<h4>${title}</h4>
          <p><code>${typeOf(schema)}</code></p>`
      : null
  return html`<h4>${title}</h4>
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          <th scope="col">Default</th>
        </tr>
      </thead>
      <tbody>
        ${fields.map(
          f =>
            html`<tr>
              <td><code>${f.path}</code>${f.required && html`<b title="required">*</b>`}</td>
              <td>${f.type}</td>
              <td>${f.preset}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

const parameters = ({ parameters: list = [] }: Operation): Html | null => {
  const known = list.flatMap(p => ('name' in p ? [p] : []))
  if (known.length === 0) return null
  return html`<h4>Parameters</h4>
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">In</th>
          <th scope="col">Type</th>
          <th scope="col"></th>
        </tr>
      </thead>
      <tbody>
        ${known.map(
          p =>
            html`<tr>
              <td><code>${p.name}</code>${p.required && html`<b title="required">*</b>`}</td>
              <td>${p.in}</td>
              <td>${typeOf(p.schema as Schema | undefined)}</td>
              <td>${p.description}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

const answers = ({ responses = {} }: Operation): Html =>
  html`<h4>Answers</h4>
    <ul>
      ${Object.entries(responses).map(([status, r]) => {
        const response = r as OpenAPI.ResponseObject
        return html`<li><code>${status}</code> ${status.startsWith('2') ? '' : response.description}</li>`
      })}
    </ul>`

const success = ({ responses = {} }: Operation): Schema | undefined => {
  const [, found] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? []
  return schemaIn((found as OpenAPI.ResponseObject | undefined)?.content)
}

const curl = ({ method, path, operation }: Entry): string => {
  const body = operation.requestBody ? ` -H 'Content-Type: application/json' -d '{…}'` : ''
  const match = method === 'PATCH' ? ` -H 'If-Match: "1"'` : ''
  return `curl -H "Authorization: Bearer $TOKEN"${method === 'GET' ? '' : ` -X ${method}`}${match}${body} $ATRIUM/api/v1${path}`
}

const paragraphs = (text = ''): Html[] =>
  text
    .split('\n\n')
    .filter(Boolean)
    .map(p => html`<p>${p.split('**').map((part, i) => (i % 2 ? html`<b>${part}</b>` : part))}</p>`)

const section = (entry: Entry): Html => {
  const { method, path, operation } = entry
  const body = operation.requestBody && 'content' in operation.requestBody ? schemaIn(operation.requestBody.content) : undefined
  return html`<details id="${operation.operationId ?? path}">
    <summary><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code> <span class="what">${operation.summary}</span></summary>
    ${paragraphs(operation.description)}
    <pre>${curl(entry)}</pre>
    ${parameters(operation)}${fieldTable('Request', body)}${fieldTable('Answer', success(operation))}${answers(operation)}
  </details>`
}

const introduction = html`<h2>How to use it</h2>
  <pre>
TOKEN=$(curl -s $ATRIUM/api/v1/session -H 'Content-Type: application/json' -d '{"username":"admin","password":"…"}' | jq -r .token)
curl -H "Authorization: Bearer $TOKEN" "$ATRIUM/api/v1/vms?search=status=up"</pre>
  <dl>
    <dt>Search</dt>
    <dd>
      <code>status=up and (name=web* or memory&gt;=4GiB) and not cluster=test</code>. Operators <code>= != &lt; &lt;= &gt; &gt;= ~</code> (contains),
      <code>*</code> as wildcard, quotes around values with blanks. A bare word is looked for in the name. A search that can't be understood is answered with
      the fields there are.
    </dd>
    <dt>Pages</dt>
    <dd>
      <code>limit</code> (1 to 500) and <code>cursor</code> from <code>nextCursor</code>, or <code>offset</code>. <code>sort=name</code>,
      <code>sort=-name</code>.
    </dd>
    <dt>Edits</dt>
    <dd>
      Each object has a <code>generation</code>, also its <code>ETag</code>. A <code>PATCH</code> sends it back as <code>If-Match</code>; 412 says that somebody
      was faster.
    </dd>
    <dt>Repeating</dt>
    <dd>A <code>POST</code> with an <code>Idempotency-Key</code> is done once, however often it is sent in a day.</dd>
    <dt>Long operations</dt>
    <dd>answer 202 with a <code>jobId</code>; <code>GET /jobs/{id}</code> tells its steps, <code>GET /changes</code> when it is worth asking.</dd>
    <dt>Errors</dt>
    <dd>
      are <code>application/problem+json</code> (RFC 9457): <code>code</code>, <code>detail</code>, and where they help <code>hint</code>, <code>field</code>,
      <code>subject</code>, <code>reason</code>.
    </dd>
  </dl>`

/** The API's documentation as one page without scripts, from its OpenAPI document. */
export function docsPage(document: OpenAPI.Document): string {
  const entries = entriesOf(document)
  const tags = [...new Set(entries.map(e => e.operation.tags?.[0] ?? ''))]
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Atrium API</title>
        <link rel="icon" href="/favicon.svg" />
        <style>
          ${styles}
        </style>
      </head>
      <body>
        <nav aria-label="Resources">
          <a href="/">Atrium</a>${tags.map(tag => html`<a href="#${tag}">${tag}</a>`)}<a href="/api/v1/openapi.json">openapi.json</a>
        </nav>
        <main>
          <h1>Atrium REST API <small>${document.info.version}</small></h1>
          ${introduction}
          ${tags.map(
            tag =>
              html`<section id="${tag}">
                <h2>${tag}</h2>
                ${entries.filter(e => e.operation.tags?.[0] === tag).map(section)}
              </section>`,
          )}
        </main>
      </body>
    </html>`.text
}
