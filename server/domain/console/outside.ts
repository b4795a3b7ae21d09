import type { ActionState, Reason } from '@/server/contract/api/common'
import type { Graphics } from '@/server/contract/hardware/graphics'

export const outsideScreens = ['spice', 'vnc'] as const
export type OutsideScreen = (typeof outsideScreens)[number]

const words = { spice: 'SPICE', vnc: 'VNC' }

const refusal = (type: OutsideScreen, code: string, text: string): Reason => ({ code, params: { type: words[type] }, text })

/** Can a viewer outside of the browser be given this screen? `console` = whether a console can be opened at all. */
export function outsideViewer(graphics: Graphics, type: OutsideScreen, console: ActionState): ActionState {
  const screen = graphics[type]
  if (!screen) return { allowed: false, reason: refusal(type, 'screen_none', `The machine has no ${words[type]} screen.`) }
  if (screen.listen === 'socket') return { allowed: false, reason: refusal(type, 'screen_socket', `Its ${words[type]} screen can be reached on its host alone.`) }
  return console
}
