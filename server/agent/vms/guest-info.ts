import type { VmObservation } from '@/server/contract/agent/vm'
import type { Libvirt } from '@/server/libvirt/facade/libvirt'
import { GuestInfoType } from '@/server/libvirt/flags'
import type { Params } from '@/server/libvirt/procedures/typedParams'

export type GuestInfo = NonNullable<VmObservation['guest']>

const maxLength = 256
const maxAddresses = 64

/** A guest can send anything: control and direction characters are taken out, and the length is bounded. */
export const tame = (value: unknown): string =>
  String(value ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '')
    .slice(0, maxLength)

const count = (params: Params, name: string): number => Math.min(maxAddresses, Math.max(0, Number(params[name]) || 0))

const addresses = (params: Params): string[] =>
  Array.from({ length: count(params, 'if.count') }, (_, nic) => nic)
    .filter((nic) => params[`if.${nic}.name`] !== 'lo')
    .flatMap((nic) => Array.from({ length: count(params, `if.${nic}.addr.count`) }, (_, index) => tame(params[`if.${nic}.addr.${index}.addr`])))
    .filter((address) => address !== '' && !/^(127\.|::1$|fe80:)/i.test(address))
    .slice(0, maxAddresses)

/** Typed parameters of `virDomainGetGuestInfo` as what is shown. Loopback and link-local addresses tell nothing. */
export const parseGuestInfo = (params: Params): GuestInfo => ({
  hostname: tame(params['hostname']),
  os: tame(params['os.pretty-name'] ?? params['os.name']),
  addresses: addresses(params),
})

/** How long libvirt waits for the guest; the call itself is given up a little later. */
const answerSeconds = 2

/** Asks the guest agent. Null when it does not answer in time, or makes no sense. */
export const askGuest = async (side: Libvirt, uuid: string): Promise<GuestInfo | null> => {
  const call = { timeoutMs: answerSeconds * 1000 + 500 }
  try {
    // Without this libvirt would wait for ever for a guest that answers the handshake and then nothing more.
    await side.domain.setAgentResponseTimeout({ uuid }, { seconds: answerSeconds }, call)
    return parseGuestInfo(await side.domain.guestInfo({ uuid }, { types: GuestInfoType.OS | GuestInfoType.HOSTNAME | GuestInfoType.INTERFACES }, call))
  } catch {
    return null
  }
}
