'use client'
import { useText } from '@/components/i18n/useText'
import { CheckField } from '@/components/ui/form/CheckField'
import { SelectField } from '@/components/ui/form/SelectField'
import { TextField } from '@/components/ui/form/TextField'
import type { FieldProps } from '@/components/ui/form/types'
import { initialRunMessages } from './initialRunMessages'
import type { NewVm } from './wizard/newVm'

interface Props {
  form: { values: NewVm; field: <Name extends keyof NewVm & string>(name: Name) => FieldProps<NewVm[Name]> }
}

/** What the guest is told at its first boot (oVirt's "Initial Run"), by whom it has to read it. */
export function InitialRunFields({ form }: Props) {
  const t = useText(initialRunMessages)
  const { values: { initialize, initKind }, field } = form
  return (
    <>
      <CheckField {...field('initialize')} label={t('initUse')} description={t('initUseHint')} />
      {initialize && (
        <>
          <SelectField
            {...field('initKind')} label={t('initKind')} hint={t(`hint-${initKind}`)}
            choices={(['cloud-init', 'sysprep', 'ignition'] as const).map(value => ({ value, label: t(value) }))}
          />
          <TextField {...field('hostname')} label={t('initHostname')} hint={t(initKind === 'sysprep' ? 'initComputerHint' : 'initHostnameHint')} autoComplete="off" />
          {initKind === 'sysprep' ? <WindowsFields form={form} /> : <UnixFields form={form} />}
        </>
      )}
    </>
  )
}

function UnixFields({ form: { values, field } }: Props) {
  const t = useText(initialRunMessages)
  return (
    <>
      <TextField {...field('userName')} label={t('initUser')} hint={t(values.initKind === 'ignition' ? 'initCoreHint' : 'initUserHint')} autoComplete="off" />
      <TextField {...field('password')} label={t('initPassword')} hint={t('initPasswordHint')} type="password" autoComplete="new-password" />
      <TextField {...field('sshKeys')} label={t('initKeys')} hint={t('initKeysHint')} lines={3} />
      {values.initKind === 'ignition' ? (
        <TextField {...field('config')} label={t('initConfig')} hint={t('initConfigHint')} lines={6} />
      ) : (
        <>
          <TextField {...field('timezone')} label={t('initTimezone')} placeholder="Europe/Berlin" />
          <AddressFields form={{ values, field }} />
          <TextField {...field('script')} label={t('initScript')} hint={t('initScriptHint')} lines={4} />
        </>
      )}
    </>
  )
}

function AddressFields({ form: { values, field } }: Props) {
  const t = useText(initialRunMessages)
  return (
    <>
      <TextField {...field('address')} label={t('initAddress')} hint={t('initAddressHint')} />
      {values.address !== '' && (
        <>
          <TextField {...field('gateway')} label={t('initGateway')} />
          <TextField {...field('nameServers')} label={t('initNameServers')} hint={t('initNameServersHint')} />
        </>
      )}
    </>
  )
}

function WindowsFields({ form }: Props) {
  const t = useText(initialRunMessages)
  const { field } = form
  return (
    <>
      <TextField {...field('password')} label={t('initAdminPassword')} hint={t('initAdminPasswordHint')} type="password" autoComplete="new-password" />
      <TextField {...field('timezone')} label={t('initTimezone')} hint={t('initWindowsZoneHint')} placeholder="China Standard Time" />
      <TextField {...field('locale')} label={t('initLocale')} hint={t('initLocaleHint')} placeholder="zh-CN" />
      <TextField {...field('organization')} label={t('initOrganization')} autoComplete="off" />
      <TextField {...field('productKey')} label={t('initProductKey')} hint={t('initProductKeyHint')} placeholder="XXXXX-XXXXX-XXXXX-XXXXX-XXXXX" autoComplete="off" />
      <AddressFields form={form} />
      <TextField {...field('script')} label={t('initScript')} hint={t('initPowershellHint')} lines={4} />
    </>
  )
}
