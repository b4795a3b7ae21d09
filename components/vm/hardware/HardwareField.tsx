'use client'
import { useState } from 'react'
import { CheckField } from '@/components/ui/form/CheckField'
import { NumberField, OptionalNumberField } from '@/components/ui/form/NumberField'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import type { Draft } from './draft'
import type { FieldSpec } from './field'
import { ListField } from './ListField'
import { asked, isNone } from './offers'
import { OrderField } from './OrderField'
import { PartField } from './PartField'
import type { HardwareWords } from './useHardwareWords'

export interface FieldInput<Spec extends FieldSpec = FieldSpec> {
  spec: Spec
  /** The whole path: of texts, findings and ids. */
  path: string
  value: unknown
  onChange: (value: unknown) => void
  draft: Draft
  /** What "automatic" comes to; undefined = not known. */
  usual?: unknown
  words: HardwareWords
  /** What is wrong at this very path. */
  errorAt: (path: string) => string | undefined
  /** Why hosts would refuse a value; null = all take it. */
  refused: (path: string, value: unknown) => Refusal | null
}

/** `blocked` = it can't be chosen at all. */
export interface Refusal {
  text: string
  blocked: boolean
}

const lineBreak = /\r?\n/

/** One field of the hardware, whatever it is. */
export function HardwareField(props: FieldInput) {
  const { spec, path, value, onChange, draft, usual, words, errorAt } = props
  const layout = { id: idOf(path), label: words.label(path, spec), error: errorAt(path), help: words.help(path) }
  const empty = words.value(spec, path, null, draft, usual)
  switch (spec.kind) {
    case 'choice':
      return <ChoiceField {...props} spec={spec} />
    case 'flag': {
      const refusal = props.refused(path, true)
      return <CheckField {...layout} value={value === true} onChange={onChange} isDisabled={value !== true && refusal?.blocked === true} description={described(refusal?.text, layout.help)} />
    }
    case 'number': {
      const { min, max, unit, step } = spec
      const refusal = props.refused(path, asked(spec, value))
      const figures = {
        min, max, ...(unit === undefined ? {} : { unit }), ...(step === undefined ? {} : { step }),
        ...(refusal ? { hint: refusal.text, isDisabled: refusal.blocked && isNone(spec, value) } : {}),
      }
      return spec.none
        ? <OptionalNumberField {...layout} {...figures} value={typeof value === 'number' ? value : null} placeholder={empty} onChange={onChange} />
        : <NumberField {...layout} {...figures} value={typeof value === 'number' ? value : NaN} isRequired onChange={onChange} />
    }
    case 'text':
      return (
        <TextField
          {...layout}
          value={typeof value === 'string' ? value : ''}
          placeholder={spec.placeholder ?? ''}
          autoComplete="off"
          onChange={text => onChange(text === '' && spec.none ? null : text)}
        />
      )
    case 'lines':
      return <TextField {...layout} lines={3} value={Array.isArray(value) ? value.join('\n') : ''} onChange={text => onChange(text === '' ? [] : text.split(lineBreak))} />
    case 'pairs':
      return <PairsField {...layout} value={value} onChange={onChange} />
    case 'order':
      return <OrderField {...props} spec={spec} />
    case 'part':
      return <PartField {...props} spec={spec} />
    case 'list':
      return <ListField {...props} spec={spec} />
  }
}

/** Ids may not hold dots for `querySelector` and labels alike. */
export const idOf = (path: string): string => `field-${path.replaceAll('.', '-')}`

/** What there is to know of it; undefined when nothing. */
export const described = (refusal: string | undefined, help: string | undefined): string | undefined => [refusal, help].filter(Boolean).join(' · ') || undefined


function ChoiceField({ spec, path, value, onChange, draft, usual, words, errorAt, refused }: FieldInput<Extract<FieldSpec, { kind: 'choice' }>>) {
  const choices = spec.choices.map(choice => {
    const refusal = refused(path, choice)
    const label = choice === null || choice === 'auto' ? words.value(spec, path, choice, draft, usual) : words.choice(path, choice)
    return { value: String(choice), label: refusal === null ? label : `${label} – ${refusal.text}`, isDisabled: value !== choice && refusal?.blocked === true }
  })
  // What the table does not know, another tool may have set: it stays until somebody chooses.
  const known = choices.some(choice => choice.value === String(value)) ? choices : [{ value: String(value), label: String(value) }, ...choices]
  return (
    <SelectField
      id={idOf(path)}
      label={words.label(path, spec)}
      help={words.help(path)}
      error={errorAt(path)}
      value={String(value)}
      choices={known}
      onChange={next => onChange(spec.choices.find(choice => String(choice) === next) ?? null)}
    />
  )
}

const pairsText = (value: unknown): string => (typeof value === 'object' && value !== null ? Object.entries(value).map(([name, text]) => `${name}=${text}`).join('\n') : '')

function PairsField({ value, onChange, ...layout }: { id: string; label: string; error: string | undefined; help: string | undefined; value: unknown; onChange: (value: unknown) => void }) {
  const [text, setText] = useState(() => pairsText(value))
  return (
    <TextField
      {...layout}
      lines={5}
      value={text}
      onChange={next => {
        setText(next)
        onChange(Object.fromEntries(next.split(lineBreak).filter(line => line.trim() !== '').map(line => [line.split('=')[0]?.trim() ?? '', line.split('=').slice(1).join('=')])))
      }}
    />
  )
}
