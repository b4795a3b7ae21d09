import type { InitializationInput, InitializationKind } from '@/server/contract/initialization'

/** What stands in the fields for the first boot, of every kind; only those of the chosen kind count. */
export interface InitialRun {
  initialize: boolean
  initKind: InitializationKind
  hostname: string
  userName: string
  password: string
  /** One a line. */
  sshKeys: string
  timezone: string
  address: string
  gateway: string
  /** Parted by blanks or commas. */
  nameServers: string
  script: string
  organization: string
  productKey: string
  locale: string
  /** Ignition's own, as JSON. */
  config: string
}

export const noInitialRun: InitialRun = {
  initialize: false, initKind: 'cloud-init', hostname: '', userName: '', password: '', sshKeys: '', timezone: '', address: '', gateway: '', nameServers: '', script: '',
  organization: '', productKey: '', locale: '', config: '',
}

/** Names of the fields, so that a refusal finds its place. */
export const initialRunFields = Object.keys(noInitialRun) as (keyof InitialRun)[]

const wordsOf = (text: string, separator: RegExp): string[] => text.split(separator).map(word => word.trim()).filter(word => word !== '')

/** What the guest is told, null when it shall be told nothing. */
export function initializationOf(values: InitialRun): InitializationInput | null {
  if (!values.initialize) return null
  const { initKind: kind, password } = values
  const only = (kinds: readonly InitializationKind[], text: string): string => (kinds.includes(kind) ? text.trim() : '')
  const unix = ['cloud-init', 'ignition'] as const
  const address = only(['cloud-init', 'sysprep'], values.address)
  return {
    kind, password,
    hostname: values.hostname.trim(),
    userName: only(unix, values.userName),
    sshKeys: wordsOf(only(unix, values.sshKeys), /\r?\n/),
    timezone: only(['cloud-init', 'sysprep'], values.timezone),
    network: address === '' ? null : { address, gateway: values.gateway.trim(), nameServers: wordsOf(values.nameServers, /[\s,]+/) },
    script: kind === 'ignition' ? '' : values.script,
    organization: only(['sysprep'], values.organization), productKey: only(['sysprep'], values.productKey), locale: only(['sysprep'], values.locale),
    config: only(['ignition'], values.config),
  }
}
