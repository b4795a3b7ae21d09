'use client'
import { useEffect, type ReactNode } from 'react'
import { Content, PageSection, Title } from '@patternfly/react-core'
import styles from '@/components/ui/layout.module.css'

interface Props {
  title: string
  /** Right of the name: state and the few facts that matter. */
  beside?: ReactNode
  description?: string
  actions?: ReactNode
}

/** Heading of a page; it names the browser tab too. */
export function PageTitle({ title, beside, description, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Atrium`
  }, [title])
  return (
    <PageSection hasBodyWrapper={false} className={styles.titleSection ?? ''}>
      <div className={styles.header}>
        <div className={styles.headerTitle}>
          <Title headingLevel="h1" size="xl" className={styles.name ?? ''}>
            {title}
          </Title>
          {beside}
        </div>
        {actions}
      </div>
      {description ? (
        <Content component="p" className={`${styles.subtle} ${styles.wrap}`}>
          {description}
        </Content>
      ) : null}
    </PageSection>
  )
}
