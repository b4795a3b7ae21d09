'use client'
import { Tag } from '@/components/ui/Tag'
import styles from './vm.module.css'

/** Tags of a machine, each once; a dash when there are none. */
export const Tags = ({ tags }: { tags: readonly string[] }) =>
  tags.length === 0 ? <>–</> : <span className={styles.tags}>{tags.map(tag => <Tag key={tag}>{tag}</Tag>)}</span>
