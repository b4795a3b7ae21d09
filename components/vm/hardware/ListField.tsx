'use client'
import { Button } from '@patternfly/react-core'
import MinusCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/minus-circle-icon'
import PlusCircleIcon from '@patternfly/react-icons/dist/dynamic/icons/plus-circle-icon'
import { Row } from '@/components/ui/Row'
import type { FieldOf } from './field'
import { FieldsOf } from './PartField'
import type { FieldInput } from './HardwareField'
import styles from './hardware.module.css'

/** Several equal things: each with its fields and a button that takes it away, one that adds another. */
export function ListField(props: FieldInput<FieldOf<'list'>>) {
  const { spec, path, value, onChange, draft, words, errorAt } = props
  const items: readonly object[] = Array.isArray(value) ? value : []
  const label = words.label(path, spec)
  const error = errorAt(path)
  const help = words.help(path)
  const replace = (at: number, next: unknown): void => {
    const item = typeof next === 'object' && next !== null ? (spec.shape?.(next) ?? next) : next
    onChange(items.map((each, place) => (place === at ? item : each)))
  }
  return (
    <fieldset className={`${styles.part} ${styles.wide}`}>
      <legend className={styles.legend}>{label}</legend>
      {help && <span className={styles.help}>{help}</span>}
      {error !== undefined && <span className={styles.error} role="alert">{error}</span>}
      {items.map((item, at) => (
        // Items have no name of their own: their place is what they are known by.
        <div key={at} role="group" aria-label={words.t('nthOf', { list: label, number: at + 1 })}>
          <Row isSpread>
            <span>{words.t('nthOf', { list: label, number: at + 1 })}</span>
            <Button
              variant="plain"
              size="sm"
              icon={<MinusCircleIcon />}
              aria-label={words.t('removeFrom', { list: label, number: at + 1 })}
              onClick={() => onChange(items.filter((_, place) => place !== at))}
            />
          </Row>
          <FieldsOf {...props} fields={spec.fields} path={`${path}.${at}`} value={item} usual={undefined} onChange={next => replace(at, next)} />
        </div>
      ))}
      {items.length < spec.max && (
        <div>
          <Button variant="link" isInline icon={<PlusCircleIcon />} aria-label={words.t('addTo', { list: label })} onClick={() => onChange([...items, spec.make(draft, items)])}>
            {words.t('add')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
