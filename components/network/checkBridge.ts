import type { Finding } from '@/components/ui/form/nameCheck'

/** Names of network interfaces: IFNAMSIZ leaves 15 characters, without "/" and blanks (netdevice(7)). */
export function checkBridge(bridge: string): Finding[] {
  if (/^[^\s/:]{1,15}$/.test(bridge) && bridge !== '.' && bridge !== '..') return []
  return [{ field: 'bridge', code: 'bridge_name', params: {}, text: 'Give the name of a bridge: 1 to 15 characters without blanks, "/" and ":".' }]
}
