import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import WebSocket from 'ws'
import { consoleSocket, consoleTicket } from '@/e2e/fixtures/console'
import { guestReady } from '@/e2e/fixtures/guest'
import { openAs } from '@/e2e/fixtures/portal'
import { Rfb } from '@/e2e/fixtures/rfb'
import { Serial } from '@/e2e/fixtures/serial'
import { virsh } from '@/e2e/fixtures/virsh'
import { freePort } from '@/server/setup/port'
import { waitFor } from '@/server/setup/wait'
import type { BenchContext } from './context'
import { median, type Figure } from './figure'

const firstFrames = 7
const rounds = 5
/** How long one measurement of throughput asks for whole screens, in ms. */
const readMs = 2_000
/** QEMU gives one viewer at most a screen each 30 ms: only several at once ask more of a gateway than QEMU gives by itself. */
const crowd = 6

/** MiB of raw pixels a second that this many viewers get together, each asking for screen after screen. */
async function throughput(viewers: number, open: () => Promise<WebSocket>): Promise<number> {
  const sockets: WebSocket[] = []
  const screens: Rfb[] = []
  for (let i = 0; i < viewers; i++) {
    const socket = await open()
    sockets.push(socket)
    screens.push(await Rfb.connect(socket))
  }
  await Promise.all(screens.map(rfb => rfb.update()))
  const began = performance.now()
  let bytes = 0
  await Promise.all(screens.map(async rfb => {
    while (performance.now() - began < readMs) bytes += await rfb.update()
  }))
  const seconds = (performance.now() - began) / 1000
  // No closing handshake: websockify may answer it by the code 1005, which is forbidden on the wire (RFC 6455, 7.4.1).
  for (const socket of sockets) socket.terminate()
  return bytes / 2 ** 20 / seconds
}

/** Debian's websockify before the same QEMU. */
async function withWebsockify<T>(vmId: string, use: (url: string) => Promise<T>): Promise<T> {
  const path = /<listen type='socket' socket='([^']+)'/.exec(await virsh('dumpxml', vmId))?.[1]
  if (!path) throw new Error('the machine has no VNC socket')
  const port = await freePort()
  const websockify = spawn('websockify', [`--unix-target=${path}`, `127.0.0.1:${port}`], { stdio: 'ignore' })
  const ended = once(websockify, 'exit')
  try {
    const listens = (): Promise<boolean> => new Promise(resolve => {
      const probe = connect(port, '127.0.0.1', () => {
        probe.destroy()
        resolve(true)
      })
      probe.on('error', () => resolve(false))
    })
    if (!(await waitFor(listens, 15_000))) throw new Error('websockify does not listen')
    return await use(`ws://127.0.0.1:${port}`)
  } finally {
    websockify.kill()
    await ended
  }
}

/** From the request for a ticket until the first whole frame is here. */
async function firstFrameMs({ api, vmId }: BenchContext): Promise<number> {
  const began = performance.now()
  const socket = consoleSocket(api, await consoleTicket(api, vmId, 'vnc'))
  const rfb = await Rfb.connect(socket)
  await rfb.update()
  const took = performance.now() - began
  socket.close()
  return took
}

/** From the click on Console until the page's canvas shows more than one colour. */
async function clickToFrameMs({ browser, instance, vmId }: BenchContext): Promise<number> {
  const page = await openAs(browser, instance)
  try {
    await page.goto(`${instance.url}/vms/${vmId}`)
    const tab = page.getByRole('tab', { name: 'Console' }).or(page.getByRole('link', { name: 'Console' })).first()
    await tab.waitFor()
    // The page fetches the console's code in a quiet moment, as it does while somebody looks at it.
    await page.waitForTimeout(3000)
    await page.evaluate(() => {
      const marks = window as unknown as { clickedAt: number; frameAt: number }
      document.addEventListener('click', () => { marks.clickedAt = performance.now() }, { capture: true, once: true })
      const look = (): void => {
        const canvas = document.querySelector('canvas')
        const pixels = canvas && canvas.width > 1 ? canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data : undefined
        if (marks.clickedAt && pixels && new Set(new Uint32Array(pixels.buffer)).size > 1) marks.frameAt = performance.now()
        else requestAnimationFrame(look)
      }
      look()
    })
    await tab.click()
    const took = await page.waitForFunction(() => {
      const marks = window as unknown as { clickedAt: number; frameAt: number }
      return marks.frameAt ? marks.frameAt - marks.clickedAt : undefined
    })
    return Number(await took.jsonValue())
  } finally {
    await page.context().close()
  }
}

/**
 * Through the gateway and through websockify, turn by turn. The guest writes on its screen meanwhile: before a still one QEMU slows down to
 * a screen in three seconds, whoever asks.
 */
async function throughputRatios({ api, vmId }: BenchContext): Promise<Figure[]> {
  await guestReady(api, vmId)
  const serial = await Serial.open(api, vmId)
  await serial.login()
  serial.type('while :; do echo $((n=n+1)) > /dev/tty1; sleep 0.02; done\r')
  const figures = await withWebsockify(vmId, async url => {
    const gateway = async (): Promise<WebSocket> => consoleSocket(api, await consoleTicket(api, vmId, 'vnc'))
    const websockify = async (): Promise<WebSocket> => new WebSocket(url, ['binary'], { perMessageDeflate: false })
    const found: Figure[] = []
    for (const viewers of [1, crowd]) {
      const [ours, theirs]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round++) {
        ours.push(await throughput(viewers, gateway))
        theirs.push(await throughput(viewers, websockify))
      }
      const [own, foreign] = [median(ours), median(theirs)]
      found.push({
        name: `console: throughput of ${viewers === 1 ? 'a viewer' : `${viewers} viewers`}, ratio to websockify`,
        value: (own / foreign) * 100, unit: '%', ...(viewers === 1 ? { limit: { at: 'least', value: 80 } } : {}),
        note: `raw screens of the same QEMU: ${own.toFixed(0)} beside ${foreign.toFixed(0)} MiB/s`,
      })
    }
    return found
  })
  serial.close()
  return figures
}

export async function benchConsole(context: BenchContext): Promise<Figure[]> {
  const { api, vmId } = context
  await api.act(vmId, 'start')
  await api.status(vmId, 'up')
  const [api1, click]: [number[], number[]] = [[], []]
  for (let i = 0; i < firstFrames; i++) api1.push(await firstFrameMs(context))
  for (let i = 0; i < firstFrames; i++) click.push(await clickToFrameMs(context))
  const ratios = await throughputRatios(context)
  await api.act(vmId, 'poweroff')
  await api.status(vmId, 'down')
  return [
    { name: 'console: first frame after the click', value: median(click), unit: 'ms', limit: { at: 'most', value: 600 }, note: `in Chromium, median of ${firstFrames}` },
    { name: 'console: first frame after the ticket is asked for', value: median(api1), unit: 'ms', note: `no browser, median of ${firstFrames}` },
    ...ratios,
  ]
}
