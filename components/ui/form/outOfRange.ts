interface Range {
  field: string
  value: number | null
  min: number
  max: number
}

export interface RangeFinding {
  field: string
  code: string
  params: { min: number; max: number }
  text: string
}

/** Numbers that are out of their range; null = left empty, which is allowed where it is given. */
export const outOfRange = (ranges: readonly Range[]): RangeFinding[] => ranges
  .filter(({ value, min, max }) => value !== null && !(Number.isInteger(value) && value >= min && value <= max))
  .map(({ field, min, max }) => ({ field, code: 'out_of_range', params: { min, max }, text: `A whole number from ${min} to ${max}.` }))
