/** One line of GET /tree. */
export interface TreeItem {
  type: 'datacenter' | 'cluster' | 'host' | 'vm'
  id: string
  name: string
  status: string
  parent: string | null
}

export interface TreeNode extends TreeItem {
  children: TreeNode[]
}

const order = { datacenter: 0, cluster: 1, host: 2, vm: 3 }

/** The flat list as a tree, by name; hosts before the machines that are on no host. An item whose parent is not visible stands at the top. */
export function buildTree(items: readonly TreeItem[]): TreeNode[] {
  const nodes = new Map(items.map(item => [item.id, { ...item, children: [] as TreeNode[] }]))
  const roots: TreeNode[] = []
  for (const node of nodes.values()) {
    const parent = node.parent === null ? undefined : nodes.get(node.parent)
    if (parent) parent.children.push(node)
    else roots.push(node)
  }
  const sort = (level: TreeNode[]) => {
    level.sort((a, b) => order[a.type] - order[b.type] || a.name.localeCompare(b.name, undefined, { numeric: true }))
    for (const node of level) sort(node.children)
  }
  sort(roots)
  return roots
}

/** Ids of everything above an object: opened, so that the object one looks at is visible. */
export function ancestors(items: readonly TreeItem[], id: string): string[] {
  const byId = new Map(items.map(item => [item.id, item]))
  const found: string[] = []
  for (let at = byId.get(id)?.parent; at && !found.includes(at); at = byId.get(at)?.parent) found.push(at)
  return found
}
