import { deviceMessages } from './messages/devices'
import { platformMessages } from './messages/platform'
import { processorMessages } from './messages/processor'
import { optionMessages } from './messages/options'

/** All words of the machine's hardware, by the path of each field. Only lazily loaded components use it. */
export const hardwareMessages = { ...processorMessages, ...platformMessages, ...deviceMessages, ...optionMessages }
