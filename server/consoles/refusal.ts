/**
 * Why a console is not opened, or ends. Codes 4000–4999 are for applications (RFC 6455, 7.4.2). A browser can read only the
 * close code, so it gets one after the upgrade; a script, which sends no Origin, gets the HTTP status instead of an upgrade.
 */
export const refusals = {
  noSession: { code: 4401, status: 401 },
  badTicket: { code: 4401, status: 403 },
  forbidden: { code: 4403, status: 403 },
  noSuchVm: { code: 4404, status: 404 },
  notRunning: { code: 4409, status: 409 },
  gone: { code: 4410, status: 410 },
  unreachable: { code: 4503, status: 503 },
} as const

export class ConsoleRefused extends Error {
  constructor(
    readonly why: keyof typeof refusals,
    message: string,
  ) {
    super(message)
  }
}
