'use client'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/client'
import { useText } from '@/components/i18n/useText'
import { AdvancedFields } from '@/components/ui/form/AdvancedFields'
import { RadioField } from '@/components/ui/form/RadioField'
import { TextField } from '@/components/ui/form/TextField'
import type { StepProps } from './form'
import { wizardMessages } from './messages'

/** Root of a network tree, and the answers for an installation that asks nothing. */
export function TreeFields({ form: { values, field } }: StepProps) {
  const w = useText(wizardMessages)
  const settings = useQuery(api.system.settings.queryOptions())
  const { fetchPrivateAddresses: allowed } = settings.data ?? { fetchPrivateAddresses: true }
  return (
    <>
      <TextField
        {...field('treeUrl')}
        label={w('treeUrl')}
        isRequired
        placeholder="https://download.example/os/x86_64/"
        autoComplete="off"
        hint={allowed ? w('treeUrlHint') : `${w('treeUrlHint')} ${w('treePrivate')}`}
      />
      <RadioField
        {...field('kickstart')}
        label={w('kickstart')}
        choices={[
          { value: 'none', label: w('kickstartNone') },
          { value: 'text', label: w('kickstartAsText') },
          { value: 'url', label: w('kickstartAsUrl') },
        ]}
      />
      {values.kickstart === 'text' && <TextField {...field('kickstartText')} label={w('kickstartText')} lines={8} isRequired hint={w('kickstartHint')} />}
      {values.kickstart === 'url' && <TextField {...field('kickstartUrl')} label={w('kickstartUrl')} isRequired autoComplete="off" hint={w('kickstartHint')} />}
      <AdvancedFields isOpen={values.kernelArguments !== ''}>
        <TextField {...field('kernelArguments')} label={w('kernelArguments')} autoComplete="off" hint={w('kernelArgumentsHint')} placeholder="console=ttyS0,115200n8" />
      </AdvancedFields>
    </>
  )
}
