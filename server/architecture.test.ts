import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

/** The folder says what runs there and who may import it. Each rule below lists `file:line  what is wrong`. */
const root = fileURLToPath(new URL('..', import.meta.url))

const topLevel = new Set([
  'app', 'components', 'server', 'prisma', 'e2e', 'public', '.ci',
  'package.json', 'package-lock.json', 'tsconfig.json', 'next.config.ts', 'README.md', 'LICENSE',
  '.gitignore', '.gitattributes', '.npmrc', '.editorconfig',
])

/** contract ← domain ← {store, hosts} ← workflows ← {commands, reconcilers} ← {api, consoles}; main wires all. */
const base = ['contract', 'domain']
const engine = [...base, 'store', 'hosts', 'workflows']
const edges: Record<string, readonly string[] | 'all'> = {
  contract: ['contract'],
  domain: base,
  store: [...base, 'store'],
  hosts: [...base, 'hosts'],
  workflows: engine,
  commands: [...engine, 'commands'],
  reconcilers: [...engine, 'reconcilers'],
  api: [...engine, 'commands', 'reconcilers', 'api'],
  // The gateway asks for the same session as the API does.
  consoles: [...engine, 'commands', 'reconcilers', 'api', 'consoles'],
  // What main is made of: Next, the change stream, headers, certificates, the engine.
  web: [...engine, 'reconcilers', 'api', 'consoles', 'setup', 'web'],
  libvirt: ['libvirt'],
  agent: [...base, 'libvirt', 'agent'],
  cli: [...base, 'cli'],
  components: [...base, 'components'],
  // A page reads parameters and renders; app/api/v1 mounts server/api.
  app: [...base, 'components', 'app', 'api'],
  main: 'all',
  setup: 'all',
  bench: 'all',
  e2e: 'all',
}

/** The first matching prefix names the layer of a file. */
const layers: readonly (readonly [prefix: string, layer: string])[] = [
  ...Object.keys(edges).filter(name => !['app', 'components', 'e2e', 'main'].includes(name)).map(name => [`server/${name}/`, name] as const),
  ['server/main/', 'main'],
  ['server/main.ts', 'main'],
  ['server/architecture.test.ts', 'main'],
  ['components/', 'components'],
  ['app/', 'app'],
  ['e2e/', 'e2e'],
]

/** Packages that only these layers may name. */
const packageOwners: readonly (readonly [name: RegExp, owners: readonly string[]])[] = [
  [/^@prisma\/|^prisma$/, ['store', 'setup', 'bench', 'e2e']],
  [/^pg$/, ['store', 'setup', 'bench', 'e2e', 'main', 'web', 'workflows']],
  [/^(react|react-dom|next|@patternfly\/.*|@tanstack\/.*|use-intl|zustand|@xterm\/.*|@novnc\/.*)(\/|$)/, ['components', 'app', 'main', 'web', 'e2e']],
  [/^@playwright\//, ['e2e', 'bench']],
]

/** Where a rule does not hold, and why. */
const exceptions: Record<string, string> = {
  'app/api/v1/ server/store/db': 'a route shares no memory with main, so it opens its own database client',
  'server/domain/host/address.ts node:net': 'only isIP and its like, which are functions of their argument',
  'components/data/minify.ts node:fs': 'runs in the build, and writes what the browser gets of the contract',
  'components/data/minify.ts node:url': 'as above',
  'server/domain/storage-domain/metadata.ts node:crypto': 'a checksum is a function of its argument',
  'server/domain/pki/ node:crypto': 'certificates are keys and digests; both are functions of their arguments but for the key itself',
}

interface Source {
  path: string
  layer: string | undefined
  text: string
  lines: number
  ast: ts.SourceFile
  isTest: boolean
}

// Tracked and new files alike, so that a rule speaks before the commit.
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8', timeout: 30_000 })
  .split('\0')
  .filter(path => path !== '' && existsSync(join(root, path)))

const read = (path: string, text: string): Source => ({
  path,
  layer: layerOf(path),
  text,
  lines: text.split('\n').length - 1,
  ast: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
  // testing.ts and testing/ hold what only tests import.
  isTest: /\.test\.tsx?$|\.e2e\.ts$|(^|\/)testing(\/|\.ts$)/.test(path),
})

const sources = files.filter(path => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts')).map(path => read(path, readFileSync(join(root, path), 'utf8')))

/** The first matching prefix; a module path has no extension, so both a file and a folder of that name count. */
function layerOf(path: string): string | undefined {
  return layers.find(([prefix]) => path.startsWith(prefix) || `${path}.ts` === prefix || `${path}/` === prefix)?.[1]
}

/** The module a node names: `import … from`, `export … from`, `import()`, `typeof import()`. */
function importedModule(node: ts.Node): string | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) return node.moduleSpecifier.text
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0] && ts.isStringLiteral(node.arguments[0])) return node.arguments[0].text
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) return node.argument.literal.text
  return undefined
}

/** Path of an import inside the project, or undefined for a package. */
function projectPath(from: string, module: string): string | undefined {
  if (module.startsWith('@/')) return module.slice(2)
  return module.startsWith('.') ? posix.join(dirname(from), module) : undefined
}

const excepted = (source: Source, what: string): boolean => Object.keys(exceptions).some(key => {
  const [prefix = '', name] = key.split(' ')
  return source.path.startsWith(prefix) && name === what
})

const lineOf = (source: Source, node: ts.Node): number => source.ast.getLineAndCharacterOfPosition(node.getStart(source.ast)).line + 1
const outsideTests = (source: Source): boolean => !source.isTest

/** A rule over the nodes of each file it applies to: `visit` answers with what is wrong, or nothing. */
const eachNode = (applies: (source: Source) => boolean, visit: (node: ts.Node, source: Source) => string | undefined) => (source: Source): string[] => {
  const found: string[] = []
  const walk = (node: ts.Node): void => {
    const wrong = visit(node, source)
    if (wrong) found.push(`${source.path}:${lineOf(source, node)}  ${wrong}`)
    ts.forEachChild(node, walk)
  }
  if (applies(source)) walk(source.ast)
  return found
}

/** A rule over a file as a whole. */
const eachFile = (judge: (source: Source) => string | undefined) => (source: Source): string[] => {
  const wrong = judge(source)
  return wrong ? [`${source.path}:1  ${wrong}`] : []
}

const startsXml = /<\/?[a-z][\w:-]*(\s[\w:-]+=['"]|\s*\/?>)/
const startsSql = /^\s*(select\s.*\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|(create|alter|drop)\s+(table|database|index|role|schema)\b|listen\s|notify\s)/i
const gluedFrom = (text: string): string | undefined => (startsXml.test(text) ? 'XML' : startsSql.test(text) ? 'SQL' : undefined)
// A name in SQL cannot be a parameter; the driver's own quoting is the way then.
const quotedByDriver = (span: ts.TemplateSpan): boolean => /(escapeIdentifier|escapeLiteral)\(/.test(span.expression.getText())

interface Rule {
  check: (source: Source) => string[]
  /** Files that must be refused: a rule that never bites is no rule. */
  bad: readonly (readonly [path: string, text: string])[]
}

const rules: Record<string, Rule> = {
  'every folder of server/ has its place in the table of edges': {
    check: eachFile(source => (source.path.startsWith('server/') && !source.layer ? 'is in no layer' : undefined)),
    bad: [['server/misc/a.ts', 'export const a = 1']],
  },

  'imports follow the table of edges': {
    check: eachNode(source => source.layer !== undefined && outsideTests(source), (node, source) => {
      const module = importedModule(node)
      const target = module && projectPath(source.path, module)
      const allowed = edges[source.layer ?? '']
      if (!target || !allowed || allowed === 'all' || target === 'package.json') return undefined
      const layer = layerOf(target)
      if (layer === undefined) return `imports ${target}, which is in no layer`
      return allowed.includes(layer) || excepted(source, target) ? undefined : `${source.layer} may not import ${layer} (${target})`
    }),
    bad: [
      ['server/contract/api/a.ts', "import { b } from '@/server/domain/b'"],
      ['server/domain/a.ts', "import type { B } from '../store/b'"],
      ['server/workflows/a.ts', "const b = await import('@/server/commands/b')"],
      ['components/vm/a.tsx', "type B = import('@/server/store/b').B"],
      ['server/agent/a.ts', "export { b } from '@/server/main'"],
      ['server/libvirt/a.ts', "import { b } from '../domain/b'"],
    ],
  },

  'a drawing component knows neither data nor router': {
    check: eachNode(source => source.path.startsWith('components/ui/') && outsideTests(source), (node, source) => {
      const module = importedModule(node)
      const wrong = module && (/^next(\/|$)|^@tanstack\//.test(module) || projectPath(source.path, module)?.startsWith('components/data/'))
      return wrong ? `components/ui may not import ${module}` : undefined
    }),
    bad: [['components/ui/a.tsx', "import { useRouter } from 'next/navigation'"], ['components/ui/b.tsx', "import { client } from '../data/client'"]],
  },

  'packages stay with the layer that owns them': {
    check: eachNode(source => source.layer !== undefined && outsideTests(source), (node, source) => {
      const module = importedModule(node)
      if (!module || module.startsWith('.') || module.startsWith('@/')) return undefined
      const owners = packageOwners.find(([name]) => name.test(module))?.[1]
      if (owners && !owners.includes(source.layer ?? '')) return `${source.layer} may not import the package ${module}; only ${owners.join(', ')} may`
      if (source.layer === 'libvirt' && !module.startsWith('node:')) return `libvirt is publishable by itself: no package, not ${module}`
      return source.layer === 'components' && module.startsWith('node:') && !excepted(source, module) ? `a browser has no ${module}` : undefined
    }),
    bad: [
      ['server/api/a.ts', "import { PrismaClient } from '@prisma/client'"],
      ['server/libvirt/a.ts', "import { z } from 'zod'"],
      ['components/vm/a.ts', "import { readFile } from 'node:fs/promises'"],
    ],
  },

  'domain is pure: no I/O, clock, random or environment': {
    check: eachNode(source => source.layer === 'domain' && outsideTests(source), (node, source) => {
      const module = importedModule(node)
      if (module?.startsWith('node:') && !excepted(source, module)) return `domain may not import ${module}`
      if (ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random|performance\.now|crypto\.(randomUUID|getRandomValues))$/.test(node.getText())) return `${node.getText()}: time and chance are arguments`
      if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'new Date(): the time is an argument'
      if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'process') return 'process: the environment is an argument'
      return ts.isCallExpression(node) && /^(fetch|setTimeout|setInterval|setImmediate)$/.test(node.expression.getText()) ? `${node.expression.getText()}() is an effect` : undefined
    }),
    bad: [
      ['server/domain/a.ts', "import { readFileSync } from 'node:fs'"],
      ['server/domain/a.ts', 'export const now = () => Date.now()'],
      ['server/domain/a.ts', 'export const now = () => new Date()'],
      ['server/domain/a.ts', 'export const home = process.env.HOME'],
      ['server/domain/a.ts', 'export const dice = () => Math.random()'],
    ],
  },

  'a file has at most 300 lines, a test 500': {
    check: source => (source.lines > (source.isTest ? 500 : 300) ? [`${source.path}:${source.lines}  too long: which aspect could move out?`] : []),
    bad: [['server/api/a.ts', '\n'.repeat(301)], ['server/api/a.test.ts', '\n'.repeat(501)]],
  },

  'no any': {
    check: eachNode(() => true, node => (node.kind === ts.SyntaxKind.AnyKeyword ? 'any' : undefined)),
    bad: [['server/api/a.ts', 'export const a = (b: unknown) => b as any']],
  },

  'no silenced compiler': {
    check: source => source.text.split('\n').flatMap((line, index) =>
      /^\s*(\/\/|\/\*|\{\/\*)\s*@ts-(ignore|nocheck|expect-error)/.test(line) ? [`${source.path}:${index + 1}  silences the compiler`] : []),
    bad: [['server/api/a.ts', '\n  // @ts-ignore\n'], ['server/api/a.ts', '// @ts-nocheck']],
  },

  'no skipped test': {
    check: eachNode(source => source.isTest, node =>
      (ts.isPropertyAccessExpression(node) && /^(it|test|describe)(\.\w+)*\.(skip|only|todo|fixme|skipIf|runIf)$/.test(node.getText()) ? `${node.getText()}: a test runs or is not there` : undefined)),
    bad: [['server/api/a.test.ts', "test.skip('a', () => {})"], ['e2e/a.e2e.ts', "test.describe.only('a', () => {})"]],
  },

  'no barrels': {
    check: eachFile(source => {
      const passes = source.ast.statements.filter(statement => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined)
      const stars = passes.some(statement => ts.isExportDeclaration(statement) && !statement.exportClause)
      const onlyPasses = passes.length > 0 && passes.length === source.ast.statements.length
      return onlyPasses || stars || /^index\.(ts|tsx|mjs)$/.test(basename(source.path)) ? 'a barrel: import from the file itself' : undefined
    }),
    bad: [['server/api/a.ts', "export * from './b'"], ['server/api/a.ts', "export { b } from './b'"], ['components/ui/index.ts', 'export const a = 1']],
  },

  'no drawer called utils or helpers': {
    check: eachFile(source => (/(^|[/.\-_])(utils?|helpers?)([/.\-_]|$)/i.test(source.path) ? 'name it after what it does' : undefined)),
    bad: [['server/api/utils.ts', ''], ['components/helpers/a.ts', ''], ['server/api/string-util.ts', '']],
  },

  'no shell lines': {
    check: eachNode(() => true, node => {
      if (ts.isPropertyAssignment(node) && node.name.getText() === 'shell' && node.initializer.kind !== ts.SyntaxKind.FalseKeyword) return 'a shell: programs take an argument array'
      if (!ts.isImportDeclaration(node) || !/^(node:)?child_process$/.test(importedModule(node) ?? '')) return undefined
      const names = node.importClause?.namedBindings
      if (!names || !ts.isNamedImports(names)) return 'import execFile or spawn by name'
      return names.elements.some(name => /^exec(Sync)?$/.test((name.propertyName ?? name.name).getText())) ? 'exec runs a shell: use execFile' : undefined
    }),
    bad: [
      ['server/agent/a.ts', "import { exec } from 'node:child_process'"],
      ['server/agent/a.ts', "import * as child from 'child_process'"],
      ['server/agent/a.ts', "spawn('ls', [], { shell: true })"],
    ],
  },

  'no XML and no SQL put together from strings': {
    check: eachNode(outsideTests, node => {
      if (ts.isTemplateExpression(node) && !ts.isTaggedTemplateExpression(node.parent) && !node.templateSpans.every(quotedByDriver)) {
        const what = gluedFrom([node.head.text, ...node.templateSpans.map(span => span.literal.text)].join(' '))
        return what && `${what} from a template string: use server/domain/xml, or parameters`
      }
      if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined
      const what = [node.left, node.right].map(part => (ts.isStringLiteral(part) ? gluedFrom(part.text) : undefined)).find(Boolean)
      return what && `${what} from added strings`
    }),
    bad: [
      ['server/agent/a.ts', 'const xml = `<domain><name>${name}</name></domain>`'],
      ['server/agent/a.ts', "const xml = '<name>' + name"],
      ['server/store/a.ts', "const rows = await client.query(`select * from vm where id = '${id}'`)"],
    ],
  },
}

test('only the agreed names stand at the top', () => {
  expect([...new Set(files.map(path => path.split('/')[0] ?? ''))].filter(name => !topLevel.has(name))).toEqual([])
})

test('the median file has at most 90 lines', () => {
  const lines = sources.map(source => source.lines).sort((a, b) => a - b)
  expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(90)
})

describe.each(Object.entries(rules))('%s', (_, rule) => {
  test('holds everywhere', () => {
    const found = sources.flatMap(rule.check)
    expect(found, `\n${found.join('\n')}\n`).toHaveLength(0)
  })

  test.each(rule.bad)('refuses %s', (path, text) => {
    expect(rule.check(read(path, text))).not.toEqual([])
  })
})
