/** Close codes for the manager's gateway; 4000–4999 are for applications (RFC 6455, 7.4.2). */
export const closeCode = { noSuchVm: 4404, notRunning: 4409, gone: 4410, failed: 1011 } as const

/** Why a console could not be opened, or ended. */
export class ConsoleClosed extends Error {
  constructor(
    readonly closeCode: number,
    message: string,
  ) {
    super(message)
  }
}

/** A close reason has at most 123 bytes (RFC 6455, 5.5.1). */
export const closeReason = (text: string): string =>
  Buffer.from(text)
    .subarray(0, 120)
    .toString('utf8')
    .replace(/\ufffd+$/, '')
