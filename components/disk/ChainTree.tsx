'use client'
import type { DiskChainView } from '@/server/contract/api/disk'
import { useFormat } from '@/components/i18n/useFormat'
import { useText } from '@/components/i18n/useText'
import { Tag } from '@/components/ui/Tag'
import { detailMessages } from './detailMessages'
import styles from './chain.module.css'

const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** The disk's own image, below it the one that it leans on, and so on: lists inside lists, so that a reader hears the depth. */
export function ChainTree({ chain }: { chain: DiskChainView }) {
  const t = useText(detailMessages)
  return <div role="group" aria-label={t('chain')}><Images chain={chain} at={0} /></div>
}

function Images({ chain, at }: { chain: DiskChainView; at: number }) {
  const t = useText(detailMessages)
  const f = useFormat()
  const image = chain.images[at]
  if (!image) return null
  const { path, format, sizeMiB, allocatedMiB, corrupt } = image
  const isTemplate = at === 1 && chain.template !== null
  return (
    <ul className={at === 0 ? styles.root : styles.below}>
      <li>
        <div className={styles.image}>
          <code title={path}>{fileOf(path)}</code> {at === 0 && <Tag>{t('ownImage')}</Tag>} {isTemplate && <Tag>{t('templateImage', { name: chain.template?.name ?? '' })}</Tag>}{' '}
          {corrupt && <Tag>{t('corrupt')}</Tag>}
          <div className={styles.facts}>{t('imageFacts', { format, size: f.mib(sizeMiB), allocated: f.mib(allocatedMiB) })}</div>
        </div>
        <Images chain={chain} at={at + 1} />
      </li>
    </ul>
  )
}
