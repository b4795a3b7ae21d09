import { join } from 'node:path'
import type { SupervisorPlace } from '../supervise/control'
import type { Service } from '../supervise/service'
import type { Instance } from './instance'
import type { Options } from './options'
import type { Places } from './places'
import { managerEnvironment } from './services'

/** What the steps of `up` hand on to one another. */
export interface Context {
  readonly options: Options
  readonly places: Places
  instance: Instance
  /** Of dist and of .next: what runs under another version is restarted. */
  programsVersion: string
  pagesVersion: string
  /** Connection string; set by the database's step. */
  databaseUrl: string
  /** Whether this run did the first set-up. */
  isFirst: boolean
}

export const newContext = (options: Options, places: Places, instance: Instance): Context =>
  ({ options, places, instance, programsVersion: '', pagesVersion: '', databaseUrl: '', isFirst: false })

export const environmentOf = (context: Context): Record<string, string> => managerEnvironment(context.options, context.databaseUrl)

export const supervisorOf = ({ places, programsVersion }: Context): SupervisorPlace =>
  ({ runFolder: places.run, log: join(places.logs, 'supervisor.log'), version: programsVersion })

export const logOf = (context: Context, service: Service['name']): string => join(context.places.logs, `${service}.log`)
