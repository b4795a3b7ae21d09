'use client'
import type { ReactNode } from 'react'
import { PageSection } from '@patternfly/react-core'
import { PageTitle } from './PageTitle'
import { ResourceList, type ResourceListProps } from './ResourceList'

/** A whole page with one list: heading and ResourceList. `dialogs` holds what its buttons open. */
export function ListPage<Row extends { id: string }>({ dialogs, ...list }: ResourceListProps<Row> & { dialogs?: ReactNode }) {
  return (
    <>
      <PageTitle title={list.label} />
      <PageSection hasBodyWrapper={false} isFilled>
        <ResourceList {...list} />
      </PageSection>
      {dialogs}
    </>
  )
}
