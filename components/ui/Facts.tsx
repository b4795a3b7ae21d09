'use client'
import type { ReactNode } from 'react'
import { Card, CardBody, CardFooter, CardTitle, DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm } from '@patternfly/react-core'
import styles from './layout.module.css'

/** Term and value; a missing value is an en dash. */
export type Fact = [term: string, value: ReactNode]

export function Facts({ facts, isCompact = true }: { facts: readonly Fact[]; isCompact?: boolean }) {
  return (
    <DescriptionList isHorizontal isCompact={isCompact} horizontalTermWidthModifier={{ default: '9rem', xl: '10rem' }}>
      {facts.map(([term, value]) => (
        <DescriptionListGroup key={term}>
          <DescriptionListTerm>{term}</DescriptionListTerm>
          <DescriptionListDescription className={styles.name}>{value === null || value === undefined || value === '' ? '–' : value}</DescriptionListDescription>
        </DescriptionListGroup>
      ))}
    </DescriptionList>
  )
}

/** A titled card; `wide` takes the whole row of a card grid, `foot` holds its buttons. */
export function InfoCard({ title, children, wide = false, foot }: { title: ReactNode; children: ReactNode; wide?: boolean; foot?: ReactNode }) {
  return (
    <Card isCompact className={wide ? styles.span : undefined}>
      <CardTitle component="h2">{title}</CardTitle>
      <CardBody>{children}</CardBody>
      {foot ? <CardFooter>{foot}</CardFooter> : null}
    </Card>
  )
}

/** Facts in a card. */
export const FactsCard = ({ title, facts, wide = false }: { title: ReactNode; facts: readonly Fact[]; wide?: boolean }) => (
  <InfoCard title={title} wide={wide}>
    <Facts facts={facts} />
  </InfoCard>
)

/** Cards beside each other where there is room. */
export const CardGrid = ({ children, wide = false }: { children: ReactNode; wide?: boolean }) => (
  <div className={wide ? styles.wideCards : styles.cards}>{children}</div>
)
