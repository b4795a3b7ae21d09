'use client'
import { useEffect, useReducer, useRef } from 'react'
import { client } from '@/components/data/client'
import { ProblemError } from '@/components/data/problem'
import { reasonOfClose, reasonOfStatus } from './close'
import { firstConnection, nextConnection, retryDelayMs, type ConsoleConnection } from './connection'

export type ConsoleProtocol = 'vnc' | 'serial'

/** Shows a connection: takes the socket before its first byte, calls `opened` when there is something to see, returns how to let go. */
export type Attach = (socket: WebSocket, opened: () => void) => () => void

interface ConsoleOptions {
  vmId: string
  protocol: ConsoleProtocol
  machineOn: boolean
  /** Where it runs: when that changes, its console is there too. */
  hostId: string | null
  /** Loads what is needed to show the console, while the ticket is being asked for. */
  prepare: () => Promise<Attach>
}

/** A connection that lives this long starts the back-off anew, ms. */
const settledMs = 5000

async function openSocket({ vmId, protocol, prepare }: ConsoleOptions, dead: () => boolean): Promise<{ socket: WebSocket; attach: Attach } | null> {
  const [{ ticket, path }, attach] = await Promise.all([client.vm.consoleTicket({ id: vmId, protocol }), prepare()])
  if (dead()) return null
  const origin = window.location.origin.replace(/^http/, 'ws')
  // The ticket goes in the subprotocol header: URLs end in logs.
  const socket = new WebSocket(new URL(path, origin), ['binary', `atrium.ticket.${ticket}`])
  socket.binaryType = 'arraybuffer'
  return { socket, attach }
}

/** Keeps one console open: a new ticket for each try, back-off after a loss, ends with the machine. */
export function useConsole(options: ConsoleOptions): { connection: ConsoleConnection; retry: () => void; leave: () => void } {
  const { vmId, protocol, machineOn, hostId } = options
  const [connection, dispatch] = useReducer(nextConnection, machineOn, firstConnection)
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  const { phase, attempt } = connection
  const live = phase === 'connecting' || phase === 'open'

  useEffect(() => dispatch({ type: 'moved' }), [hostId])
  useEffect(() => dispatch({ type: machineOn ? 'machineOn' : 'machineOff' }), [machineOn])

  useEffect(() => {
    if (!live) return
    let dead = false
    let letGo: (() => void) | null = null
    let socket: WebSocket | null = null
    openSocket(latest.current, () => dead).then(
      opened => {
        if (!opened) return
        socket = opened.socket
        socket.addEventListener('close', event => {
          if (!dead) dispatch({ type: 'closed', reason: reasonOfClose(event.code), protocol })
        })
        letGo = opened.attach(socket, () => dispatch({ type: 'opened' }))
      },
      (error: unknown) => {
        if (!dead) dispatch({ type: 'closed', reason: reasonOfStatus(error instanceof ProblemError ? error.problem.status : undefined), protocol })
      },
    )
    return () => {
      dead = true
      letGo?.()
      socket?.close()
    }
  }, [live, vmId, protocol])

  useEffect(() => {
    if (phase !== 'waiting' && phase !== 'open') return
    const [type, delayMs] = phase === 'waiting' ? (['retry', retryDelayMs(attempt)] as const) : (['settled', settledMs] as const)
    const timer = setTimeout(() => dispatch({ type }), delayMs)
    return () => clearTimeout(timer)
  }, [phase, attempt])

  return { connection, retry: () => dispatch({ type: 'retry' }), leave: () => dispatch({ type: 'leave' }) }
}
