/** Comparison operators of the search language. `~` = contains. */
export const operators = ['=', '!=', '>=', '<=', '>', '<', '~'] as const
export type Operator = (typeof operators)[number]

export interface Comparison {
  type: 'compare'
  field: string
  op: Operator
  value: string
  /** Quoted values are taken as they are: `*` is then no wildcard. */
  quoted: boolean
  /** Offset of the term in the text, for errors. */
  at: number
}

/** What `status=up and (name=web* or not cluster=prod)` means; the store turns it into a condition. */
export type Query = Comparison | { type: 'and' | 'or'; terms: Query[] } | { type: 'not'; term: Query }
