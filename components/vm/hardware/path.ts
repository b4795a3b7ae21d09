const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isNamed = (value: unknown, id: string): boolean => isFields(value) && value.id === id

/** Steps into a list are by place or, for disks and cards, by id. */
const placeIn = (list: readonly unknown[], step: string): number => (/^\d+$/.test(step) ? Number(step) : list.findIndex(item => isNamed(item, step)))

const step = (value: unknown, name: string): unknown => (Array.isArray(value) ? value[placeIn(value, name)] : isFields(value) ? value[name] : undefined)

/** The value at a path, undefined where there is none. The empty path is the value itself. */
export const valueAt = (value: unknown, path: string): unknown => (path === '' ? value : path.split('.').reduce(step, value))

/** A copy with the value at `path` replaced; what is not there stays as it is. */
export function withValue<T>(value: T, path: string, next: unknown): T
export function withValue(value: unknown, path: string, next: unknown): unknown {
  if (path === '') return next
  const [name = '', ...rest] = path.split('.')
  const below = (part: unknown): unknown => withValue(part, rest.join('.'), next)
  if (Array.isArray(value)) {
    const place = placeIn(value, name)
    return value.map((item: unknown, at) => (at === place ? below(item) : item))
  }
  return isFields(value) ? { ...value, [name]: below(value[name]) } : value
}

/** Is `path` the other one or below it? */
export const isWithin = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}.`)

/**
 * The name of a field in the tables of texts: `hardware.cdroms.0.bus` → `cdroms.bus`, `disks.<id>.options.cache` → `disk.cache`.
 */
export const keyOf = (path: string): string =>
  path
    .replace(/^hardware\./, '')
    .replace(/^disks\.[^.]+\.(options\.)?/, 'disk.')
    .replace(/^nics\.[^.]+\.(options\.)?/, 'nic.')
    .replaceAll(/\.\d+(?=\.|$)/g, '')
