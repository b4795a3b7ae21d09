import { ConsoleFlag } from '@/server/libvirt/flags'
import { ConsoleClosed, closeCode } from './close'
import { joinStreams, toViewer } from './pipe'
import type { OpenConsole } from './vnc'

/**
 * The first serial console, through libvirt. It has one viewer; a new one takes it over (FORCE), so that a browser tab that
 * was lost does not lock it. The stream gets a connection of its own: when its viewer stalls, only that one stalls.
 */
export const openSerial = async ({ libvirt, client, reading }: OpenConsole): Promise<void> => {
  const { name, id } = reading.observation
  if (!reading.view.serial) throw new ConsoleClosed(closeCode.notRunning, `Machine “${name}” has no serial console.`)
  const own = await libvirt.duplicate({ keepAliveMs: 0 })
  try {
    const stream = await own.domain.openConsole({ uuid: id }, { flags: ConsoleFlag.FORCE })
    stream.once('close', () => void own.close())
    if (client.readyState !== client.OPEN) {
      stream.destroy()
      return
    }
    stream.on('data', (chunk: Buffer) => toViewer(client, stream, chunk))
    joinStreams(client, stream, `The serial console of machine “${name}” was closed: the machine has stopped, or somebody else has opened it.`)
  } catch (error) {
    await own.close()
    throw error
  }
}
