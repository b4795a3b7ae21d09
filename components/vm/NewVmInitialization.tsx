'use client'
import { useText } from '@/components/i18n/useText'
import { CheckField } from '@/components/ui/form/CheckField'
import { FoldedFields } from '@/components/ui/form/AdvancedFields'
import { TextField } from '@/components/ui/form/TextField'
import { vmFormMessages } from './formMessages'
import type { NewVm } from './newVm'
import type { NewVmFields } from './NewVmAdvanced'

/** What the guest is told at its first boot, folded until it is wanted (oVirt's "Initial Run"). */
export function NewVmInitialization({ form }: { form: NewVmFields & { values: NewVm } }) {
  const t = useText(vmFormMessages)
  const { values, field } = form
  return (
    <FoldedFields label={t('initTitle')} isOpen={values.initialize}>
      <CheckField {...field('initialize')} label={t('initUse')} description={t('initUseHint')} />
      {values.initialize && (
        <>
          <TextField {...field('hostname')} label={t('initHostname')} hint={t('initHostnameHint')} autoComplete="off" />
          <TextField {...field('userName')} label={t('initUser')} hint={t('initUserHint')} autoComplete="off" />
          <TextField {...field('password')} label={t('initPassword')} hint={t('initPasswordHint')} type="password" autoComplete="new-password" />
          <TextField {...field('sshKeys')} label={t('initKeys')} hint={t('initKeysHint')} lines={3} />
          <TextField {...field('timezone')} label={t('initTimezone')} placeholder="Europe/Berlin" />
          <TextField {...field('address')} label={t('initAddress')} hint={t('initAddressHint')} />
          {values.address !== '' && (
            <>
              <TextField {...field('gateway')} label={t('initGateway')} />
              <TextField {...field('nameServers')} label={t('initNameServers')} hint={t('initNameServersHint')} />
            </>
          )}
          <TextField {...field('script')} label={t('initScript')} hint={t('initScriptHint')} lines={4} />
        </>
      )}
    </FoldedFields>
  )
}
