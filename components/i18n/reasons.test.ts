import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { validateWords } from '@/server/domain/host/host-validate'
import { capabilityReasons } from './capabilityReasons'
import { hostReasons } from './hostReasons'
import { importReasons } from './importReasons'
import { argumentNames } from './messages'
import { reasonMessages } from './reasons'
import { laterReasonMessages } from './reasonsLater'

const root = resolve(import.meta.dirname, '../..')
/** What runs on a terminal speaks for itself and never reaches a page. */
const unseen = ['generated', 'setup', 'bench', 'libvirt', 'cli']

interface Source {
  path: string
  tree: ts.SourceFile
}

const sources: Source[] = readdirSync(join(root, 'server'), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.split('/').some(part => unseen.includes(part)))
  .map(path => ({ path, tree: ts.createSourceFile(path, readFileSync(join(root, 'server', path), 'utf8'), ts.ScriptTarget.Latest, true) }))

function each(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, child => each(child, visit))
}

const propertyOf = (object: ts.ObjectLiteralExpression, name: string) => object.properties.find(p => p.name && ts.isIdentifier(p.name) && p.name.text === name)

/** Every string that the expression may be: `known ? 'a' : 'b'` is two. */
function stringsIn(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isConditionalExpression(node)) return [...stringsIn(node.whenTrue), ...stringsIn(node.whenFalse)]
  return []
}

/** `{ code, params … }` is a reason; with a message it is an event and with a level a check before migration, which have words of their own. */
const isReason = (node: ts.Node): node is ts.ObjectLiteralExpression =>
  ts.isObjectLiteralExpression(node) && !!propertyOf(node, 'code') && !!propertyOf(node, 'params') && !propertyOf(node, 'message') && !propertyOf(node, 'level')

/** Functions that make a reason of a parameter `code`: their name and the place of the parameter. */
function makersIn({ tree }: Source): Map<string, number> {
  const makers = new Map<string, number>()
  each(tree, node => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return
    const at = node.parameters.findIndex(p => ts.isIdentifier(p.name) && p.name.text === 'code')
    const named = ts.isFunctionDeclaration(node) ? node.name : ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined
    if (at < 0 || !named || !ts.isIdentifier(named)) return
    let makes = false
    each(node.body, inner => (makes ||= isReason(inner)))
    if (makes) makers.set(named.text, at)
  })
  return makers
}

const makers = new Map(sources.map(source => [source.path, makersIn(source)]))
const everyMaker = new Map([...makers.values()].flatMap(map => [...map]))

/** Code → file that sends it. */
function sentCodes(): Map<string, string> {
  const sent = new Map<string, string>()
  for (const { path, tree } of sources) {
    const imported = new Map<string, number>()
    each(tree, node => {
      const maker = ts.isImportSpecifier(node) ? everyMaker.get(node.name.text) : undefined
      if (maker !== undefined && ts.isImportSpecifier(node)) imported.set(node.name.text, maker)
    })
    const own = new Map([...imported, ...(makers.get(path) ?? [])])
    const add = (node: ts.Node | undefined) => node && stringsIn(node).forEach(code => sent.set(code, path))
    each(tree, node => {
      if (isReason(node)) {
        const code = propertyOf(node, 'code')
        if (code && ts.isPropertyAssignment(code)) add(code.initializer)
      }
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) add(node.arguments[own.get(node.expression.text) ?? -1])
    })
  }
  return sent
}

const sent = sentCodes()

test('the codes are found: by name, by a function of the file, by one of another file', () => {
  expect([...sent.keys()]).toEqual(expect.arrayContaining(['clusters_unknown', 'wrong_state', 'name_long', 'not_attached']))
})

test('every reason that the server can give has its words', () => {
  const worded = new Set([...Object.keys(reasonMessages), ...Object.keys(laterReasonMessages)])
  expect([...sent].filter(([code]) => !worded.has(code)).map(([code, path]) => `${code} (server/${path})`).sort()).toEqual([])
})

test('each check of virt-host-validate has its words, passed and not', () => {
  expect(validateWords.length).toBeGreaterThan(20)
  expect(validateWords.filter(code => !(code in laterReasonMessages))).toEqual([])
})

test('what a text needs is found, and words to choose from are none of it', () => {
  expect(argumentNames('{host}: {kind, select, a {one} other {of {name}}} {count, plural, one {# disk} other {# disks}}')).toEqual(['host', 'kind', 'count'])
})

test('a reason has its words in one place', () => {
  expect(Object.keys(reasonMessages).filter(code => code in laterReasonMessages)).toEqual([])
  // One of the tables that make up the later ones would lose to another.
  for (const part of [capabilityReasons, hostReasons, importReasons]) expect(Object.entries(part).filter(([code, words]) => laterReasonMessages[code as keyof typeof laterReasonMessages] !== words)).toEqual([])
})

test('each warning has words for what can be done, too', () => {
  const warnings = [...sent].filter(([code]) => code.startsWith('attention_')).map(([code]) => code)
  expect(warnings).toContain('attention_deaf')
  expect(warnings.filter(code => !(`${code}_hint` in laterReasonMessages))).toEqual([])
})
