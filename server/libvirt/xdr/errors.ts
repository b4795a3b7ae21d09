/** Bytes that are not the XDR they should be, or a value XDR cannot carry. `offset` counts from the start of the payload. */
export class XdrError extends Error {
  override readonly name = 'XdrError'
  constructor(message: string, readonly offset?: number) {
    super(offset === undefined ? message : `${message} (at byte ${offset})`)
  }
}
