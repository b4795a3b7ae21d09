'use client'
import { FormSelect, FormSelectOption } from '@patternfly/react-core'

interface Props<Value extends string> {
  label: string
  value: Value
  choices: readonly { value: Value; label: string }[]
  isDisabled?: boolean
  onChange: (value: Value) => void
}

/** A choice in a cell of a table, whose name is only heard. */
export function CellSelect<Value extends string>({ label, value, choices, isDisabled = false, onChange }: Props<Value>) {
  return (
    <FormSelect
      aria-label={label} value={value} isDisabled={isDisabled}
      onChange={(_, next) => {
        const choice = choices.find(each => each.value === next)
        if (choice) onChange(choice.value)
      }}
    >
      {choices.map(choice => <FormSelectOption key={choice.value} value={choice.value} label={choice.label} />)}
    </FormSelect>
  )
}
