import { isIP } from 'node:net'
import { AppError } from '../error'

const bad = (address: string, why: string): AppError =>
  new AppError('BAD_INPUT', `"${address}" can't be the address of an agent: ${why}.`, {
    field: 'address',
    hint: 'Write host:port, for example 192.0.2.7:7443 or [2001:db8::7]:7443.',
  })

/** RFC 1123, 2.1: labels of letters, digits and hyphens; the last one is not a number (that would be an IPv4 address). */
const hostname = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i
const unspecified = new Set(['0.0.0.0', '::'])

/** `host:port` under which the manager reaches an agent, in its usual form. Errors: BAD_INPUT. */
export function agentAddress(address: string): string {
  const [, inBrackets, plain, port] = /^(?:\[([^\]]+)\]|([^:\s[\]]+)):(\d{1,5})$/.exec(address.trim()) ?? []
  if (port === undefined) throw bad(address, 'it has no port')
  if (Number(port) < 1 || Number(port) > 65_535) throw bad(address, 'the port must be 1 to 65535')
  const host = inBrackets ?? plain ?? ''
  if (inBrackets === undefined ? !(isIP(host) === 4 || hostname.test(host)) : isIP(host) !== 6)
    throw bad(address, 'the name is neither a host name nor an IP address')
  if (unspecified.has(host)) throw bad(address, 'it means "any address"')
  return inBrackets === undefined ? `${host}:${Number(port)}` : `[${host}]:${Number(port)}`
}

/** The name or IP address of `host:port`, without brackets. */
export const hostOf = (address: string): string => address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')

export const kindOfHost = (host: string): 'ip' | 'dns' => (isIP(host) === 0 ? 'dns' : 'ip')

/** Nobody but the machine itself gets there. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

/** Where memory of migrating machines is sent to: a name or an IP address, without a port. Errors: BAD_INPUT. */
export function migrationAddress(text: string): string {
  const address = text.trim().replace(/^\[(.*)\]$/, '$1')
  if ((isIP(address) !== 0 || hostname.test(address)) && !unspecified.has(address)) return address
  throw new AppError('BAD_INPUT', `"${text}" can't be an address for migrations: write a host name or an IP address, without a port.`, {
    field: 'migrationAddress', hint: 'For example 192.0.2.7 or 2001:db8::7.', reason: { code: 'bad_migration_address', params: { address: text } },
  })
}
