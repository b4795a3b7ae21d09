import { cdromPart, floppyPart } from './cdrom'
import { channelPart } from './channel'
import { clockPart } from './clock'
import { cpuPart } from './cpu'
import { featuresPart } from './features'
import { graphicsPart, videoPart } from './graphics'
import { hostDevicePart } from './host-device'
import { lifecyclePart } from './lifecycle'
import { balloonPart, memoryPart } from './memory'
import { osPart } from './os'
import type { Part } from './part'
import { serialPart } from './serial'
import { panicPart, rngPart, smartcardPart, soundPart, tpmPart, vsockPart, watchdogPart } from './small-devices'
import { inputPart, usbPart } from './usb'

/** Every aspect of a machine but its disks, cards and metadata, in the order in which the XML shows them. */
export const parts: readonly Part[] = [
  memoryPart, cpuPart, osPart, featuresPart, clockPart, lifecyclePart, cdromPart, floppyPart, serialPart, channelPart, usbPart, inputPart, tpmPart,
  graphicsPart, soundPart, videoPart, hostDevicePart, smartcardPart, watchdogPart, balloonPart, rngPart, panicPart, vsockPart,
]
