import { expect, test } from 'vitest'
import { ancestors, buildTree, type TreeItem } from './tree'

const item = (type: TreeItem['type'], id: string, parent: string | null): TreeItem => ({ type, id, name: id, status: '', parent })
const items = [
  item('vm', 'web10', 'h1'),
  item('vm', 'web9', 'h1'),
  item('vm', 'idle', 'c'),
  item('host', 'h1', 'c'),
  item('cluster', 'c', 'dc'),
  item('datacenter', 'dc', null),
]

test('datacenter → cluster → host → machine, names counted like people do', () => {
  const [dc] = buildTree(items)
  const cluster = dc?.children[0]
  expect(cluster?.children.map(n => n.id)).toEqual(['h1', 'idle'])
  expect(cluster?.children[0]?.children.map(n => n.id)).toEqual(['web9', 'web10'])
})

test('what stands in nothing visible stands at the top', () => {
  expect(buildTree([item('vm', 'a', 'hidden')]).map(n => n.id)).toEqual(['a'])
})

test('the way up ends even in a loop', () => {
  expect(ancestors(items, 'web9')).toEqual(['h1', 'c', 'dc'])
  expect(ancestors([item('host', 'a', 'b'), item('host', 'b', 'a')], 'a')).toEqual(['b', 'a'])
})
