/** The peer broke the protocol (or a codec here is wrong). Such a connection is not used any further. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}

/** The connection ended while something was waiting for it; `cause` says why. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError'
}

/** No reply in time. libvirt may still carry the call out: RPC calls cannot be taken back. */
export class CallTimeoutError extends Error {
  override readonly name = 'CallTimeoutError'
  constructor(
    readonly procedure: string,
    readonly timeoutMs: number,
  ) {
    super(`libvirt did not answer ${procedure} within ${timeoutMs} ms`)
  }
}
