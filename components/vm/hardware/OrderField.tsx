'use client'
import { SelectField } from '@/components/ui/form/SelectField'
import type { FieldOf } from './field'
import { idOf, type FieldInput } from './HardwareField'
import styles from './hardware.module.css'

/** First, second, third … of the choices, as oVirt asks for them: a list below the last one chosen. */
export function OrderField({ spec, path, value, onChange, words, errorAt }: FieldInput<FieldOf<'order'>>) {
  const chosen: readonly string[] = Array.isArray(value) ? value : []
  const error = errorAt(path)
  const help = words.help(path)
  const put = (at: number, next: string): void => {
    const kept = chosen.filter((each, place) => place !== at && each !== next)
    onChange(next === '' ? kept : [...kept.slice(0, at), next, ...kept.slice(at)])
  }
  return (
    <fieldset className={styles.part}>
      <legend className={styles.legend}>{words.label(path, spec)}</legend>
      {help && <span className={styles.help}>{help}</span>}
      {error !== undefined && <span className={styles.error} role="alert">{error}</span>}
      <div className={styles.inside}>
        {[...chosen, ''].slice(0, spec.choices.length).map((each, at) => (
          <SelectField
            key={at}
            id={idOf(`${path}.${at}`)}
            label={words.t('nthDevice', { number: at + 1 })}
            error={undefined}
            value={each}
            choices={[{ value: '', label: words.t('none') }, ...spec.choices.map(choice => ({ value: choice, label: words.choice(path, choice) }))]}
            onChange={next => put(at, next)}
          />
        ))}
      </div>
    </fieldset>
  )
}
