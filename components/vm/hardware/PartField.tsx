'use client'
import { CheckField } from '@/components/ui/form/CheckField'
import type { FieldOf, FieldSpec } from './field'
import { meaningful } from './groups'
import { described, HardwareField, idOf, type FieldInput } from './HardwareField'
import styles from './hardware.module.css'
import { valueAt, withValue } from './path'

/** Fields that belong together; one that may be absent has a check box of its own. */
export function PartField(props: FieldInput<FieldOf<'part'>>) {
  const { spec, path, value, onChange, words, errorAt } = props
  const label = words.label(path, spec)
  const error = errorAt(path)
  const help = words.help(path)
  const inside = value !== null && value !== undefined && <FieldsOf {...props} fields={spec.fields} />
  const { make } = spec
  if (!make) {
    return (
      <fieldset className={styles.part}>
        <legend className={styles.legend}>{label}</legend>
        {error === undefined ? help && <span className={styles.help}>{help}</span> : <span className={styles.error} role="alert">{error}</span>}
        {inside}
      </fieldset>
    )
  }
  const refusal = props.refused(path, value ?? make())
  return (
    <div className={styles.wide}>
      <CheckField
        id={idOf(path)}
        label={label}
        value={value !== null}
        error={error}
        isDisabled={value === null && refusal?.blocked === true}
        description={described(refusal?.text, help)}
        onChange={on => onChange(on ? make() : null)}
      />
      {inside}
    </div>
  )
}

/** The fields below an object, each with its part of it. */
export function FieldsOf({ fields, ...of }: Omit<FieldInput, 'spec'> & { fields: readonly FieldSpec[] }) {
  const { path, value, onChange, draft, usual, words, errorAt, refused } = of
  return (
    <div className={styles.inside}>
      {meaningful(fields, draft, value).map(field => (
        <HardwareField
          key={field.path}
          spec={field}
          path={`${path}.${field.path}`}
          value={valueAt(value, field.path)}
          usual={valueAt(usual, field.path)}
          onChange={next => onChange(withValue(value, field.path, next))}
          {...{ draft, words, errorAt, refused }}
        />
      ))}
    </div>
  )
}
