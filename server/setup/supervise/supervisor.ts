import { isDeepStrictEqual } from 'node:util'
import { Keeper } from './keeper'
import { readServices } from './service'

/** Keeps the services of a run folder as its list says. */
export class Supervisor {
  private keepers: Keeper[] = []
  private work: Promise<void> = Promise.resolve()

  constructor(private readonly runFolder: string, private readonly say: (line: string) => void) {}

  /** Reads the list again: ends what is no longer on it or has changed, starts what is new. One after the other. */
  reload(): Promise<void> {
    return this.enqueue(async () => {
      const wanted = await readServices(this.runFolder)
      const stays = (keeper: Keeper): boolean => wanted.some(service => isDeepStrictEqual(service, keeper.service))
      const leaving = this.keepers.filter(keeper => !stays(keeper))
      for (const keeper of leaving.toReversed()) await keeper.stop()
      const staying = this.keepers.filter(stays)
      this.keepers = wanted.map(service => staying.find(keeper => keeper.service.name === service.name) ?? new Keeper(service, this.runFolder, this.say))
    })
  }

  /** Ends all services, the last started first. */
  stop(): Promise<void> {
    return this.enqueue(async () => {
      for (const keeper of this.keepers.toReversed()) await keeper.stop()
      this.keepers = []
    })
  }

  private enqueue(task: () => Promise<void>): Promise<void> {
    this.work = this.work.then(task)
    return this.work
  }
}
