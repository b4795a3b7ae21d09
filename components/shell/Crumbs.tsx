'use client'
import { Breadcrumb, BreadcrumbItem, PageBreadcrumb } from '@patternfly/react-core'
import Link from 'next/link'

/** Where one is: each part but the last is a link. */
export function Crumbs({ crumbs }: { crumbs: readonly { label: string; path?: string }[] }) {
  return (
    <PageBreadcrumb hasBodyWrapper={false}>
      <Breadcrumb>
        {crumbs.map(({ label, path }, i) => (
          <BreadcrumbItem
            key={`${i} ${label}`}
            isActive={i === crumbs.length - 1}
            {...(path
              ? {
                  render: ({ className }) => (
                    <Link href={path} className={className} prefetch={false}>
                      {label}
                    </Link>
                  ),
                }
              : {})}
          >
            {path ? null : label}
          </BreadcrumbItem>
        ))}
      </Breadcrumb>
    </PageBreadcrumb>
  )
}
