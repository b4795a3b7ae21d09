import type { OpenScreen } from '@/server/contract/agent/screen'
import type { VmSpec } from '@/server/contract/agent/vm'
import { AppError } from '@/server/domain/error'

/** The screen of a simulated machine: on the network as its hardware says, with a password nobody checks. */
export const simulatedScreen = ({ name, hardware: { graphics } }: VmSpec, type: 'spice' | 'vnc'): OpenScreen => {
  const screen = graphics[type]
  const params = { type: type.toUpperCase() }
  if (!screen) throw new AppError('WRONG_STATE', `Machine ${name} has no ${params.type} screen.`, { reason: { code: 'screen_none', params } })
  if (screen.listen === 'socket') throw new AppError('WRONG_STATE', `The ${params.type} screen of ${name} can be reached on its host alone.`, { reason: { code: 'screen_socket', params } })
  return { address: screen.address === '0.0.0.0' ? null : screen.address, port: screen.port ?? 5900, tlsPort: null, ca: null, password: type === 'spice' ? 'simulated' : 'simulate' }
}
