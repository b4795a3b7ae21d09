'use client'
import { useEffect, useMemo, useRef } from 'react'
import { Skeleton, TreeView, type TreeViewDataItem } from '@patternfly/react-core'
import { useQuery } from '@tanstack/react-query'
import { usePathname, useRouter } from 'next/navigation'
import { api } from '@/components/data/client'
import { usePreferences } from '@/components/data/preferences'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { StateLabel } from '@/components/ui/StateLabel'
import { shellMessages } from './messages'
import { objectIcon } from './navigationItems'
import { objectPath } from './paths'
import { ancestors, buildTree, type TreeNode } from './tree'
import styles from './shell.module.css'

function label(node: TreeNode) {
  const Icon = objectIcon(node.type)
  return (
    <span className={styles.treeLine}>
      {node.type === 'host' || node.type === 'vm' ? <StateLabel kind={node.type} state={node.status} iconOnly /> : null}
      <Icon />
      {node.name}
    </span>
  )
}

const toData = (node: TreeNode, open: readonly string[]): TreeViewDataItem => ({
  id: node.id,
  name: label(node),
  defaultExpanded: open.includes(node.id),
  ...(node.children.length > 0 ? { children: node.children.map(child => toData(child, open)) } : {}),
})

/** Datacenter → cluster → host → machine with live states; stays as one left it. */
export function InventoryTree({ onNavigate }: { onNavigate: () => void }) {
  const t = useText(shellMessages)
  const common = useText(commonMessages)
  const router = useRouter()
  const path = usePathname()
  const { treeOpen: kept, set } = usePreferences()
  const { data } = useQuery(api.system.tree.queryOptions())
  const items = data?.items
  const roots = useMemo(() => (items ? buildTree(items) : []), [items])
  const treeOpen = useMemo(() => kept ?? (items ?? []).filter(i => i.type === 'datacenter' || i.type === 'cluster').map(i => i.id), [kept, items])
  const currentId = path.split('/')[2] ?? ''

  // The object one looks at is made visible, once: after that the reader may fold it away.
  const shown = useRef('')
  useEffect(() => {
    if (!items || shown.current === currentId) return
    shown.current = currentId
    const above = ancestors(items, currentId)
    if (above.some(id => !treeOpen.includes(id))) set({ treeOpen: [...new Set([...treeOpen, ...above])] })
  }, [items, currentId, treeOpen, set])

  if (!items) return <Skeleton screenreaderText={common('loading')} />
  if (roots.length === 0) return <p>{t('inventoryEmpty')}</p>
  const tree = roots.map(root => toData(root, treeOpen))
  const current = items.find(item => item.id === currentId)
  return (
    <div className={styles.tree}>
      <TreeView
        aria-label={t('inventory')}
        data={tree}
        hasSelectableNodes
        activeItems={current ? [{ id: current.id, name: current.name }] : []}
        compareItems={(a, b) => a.id === b.id}
        onSelect={(_, chosen) => {
          const target = items.find(item => item.id === chosen.id)
          const to = target && objectPath(target.type, target.id)
          if (to) router.push(to)
          onNavigate()
        }}
        onExpand={(_, node) => set({ treeOpen: [...treeOpen, String(node.id)] })}
        onCollapse={(_, node) => set({ treeOpen: treeOpen.filter(id => id !== node.id) })}
      />
    </div>
  )
}
