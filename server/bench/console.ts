import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import WebSocket from 'ws'
import { consoleSocket, consoleTicket } from '@/e2e/fixtures/console'
import { openAs } from '@/e2e/fixtures/portal'
import { Rfb } from '@/e2e/fixtures/rfb'
import { virsh } from '@/e2e/fixtures/virsh'
import { freePort } from '@/server/setup/port'
import { waitFor } from '@/server/setup/wait'
import type { BenchContext } from './context'
import { median, type Figure } from './figure'

const firstFrames = 7
const rounds = 7
/** Whole screens asked for in one round. */
const screens = 60

const overSocket = (socket: WebSocket): Promise<Rfb> => Rfb.connect({ send: data => socket.send(data), onData: listener => socket.on('message', listener) })

/** MiB of raw pixels a second. The socket may still be opening: who listens only afterwards can miss the first message. */
async function throughput(socket: WebSocket): Promise<number> {
  const rfb = await overSocket(socket)
  await rfb.update()
  const began = performance.now()
  let bytes = 0
  for (let i = 0; i < screens; i++) bytes += await rfb.update()
  const seconds = (performance.now() - began) / 1000
  // No closing handshake: websockify may answer it by the code 1005, which is forbidden on the wire (RFC 6455, 7.4.1).
  socket.terminate()
  return bytes / 2 ** 20 / seconds
}

/** Debian's websockify before the same QEMU. */
async function withWebsockify<T>(vmId: string, use: (url: string) => Promise<T>): Promise<T> {
  const path = /<listen type='socket' socket='([^']+)'/.exec(await virsh('dumpxml', vmId))?.[1]
  if (!path) throw new Error('the machine has no VNC socket')
  const port = await freePort()
  const websockify = spawn('websockify', [`--unix-target=${path}`, `127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'inherit'] })
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
  const rfb = await overSocket(socket)
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

export async function benchConsole(context: BenchContext): Promise<Figure[]> {
  const { api, vmId } = context
  await api.act(vmId, 'start')
  await api.status(vmId, 'up')
  const [api1, click]: [number[], number[]] = [[], []]
  for (let i = 0; i < firstFrames; i++) api1.push(await firstFrameMs(context))
  for (let i = 0; i < firstFrames; i++) click.push(await clickToFrameMs(context))
  const [ours, theirs]: [number[], number[]] = [[], []]
  await withWebsockify(vmId, async url => {
    for (let round = 0; round < rounds; round++) {
      ours.push(await throughput(consoleSocket(api, await consoleTicket(api, vmId, 'vnc'))))
      theirs.push(await throughput(new WebSocket(url, ['binary'], { perMessageDeflate: false })))
    }
  })
  await api.act(vmId, 'poweroff')
  await api.status(vmId, 'down')
  const [own, foreign] = [median(ours), median(theirs)]
  return [
    { name: 'console: first frame after the click', value: median(click), unit: 'ms', limit: { at: 'most', value: 600 }, note: `in Chromium, median of ${firstFrames}` },
    { name: 'console: first frame after the ticket is asked for', value: median(api1), unit: 'ms', note: `no browser, median of ${firstFrames}` },
    { name: 'console: throughput, ratio to websockify', value: (own / foreign) * 100, unit: '%', limit: { at: 'least', value: 80 }, note: `raw screens of the same QEMU: ${own.toFixed(0)} beside ${foreign.toFixed(0)} MiB/s` },
  ]
}
