/**
 * @peculiar/x509 pulls in tsyringe, which refuses to load without the metadata half of the Reflect API. Its decorators
 * only ever read that metadata back, so this small store is all it needs. The package is imported dynamically, because
 * a static import would be hoisted above the store by any bundler.
 */
const store = new WeakMap<object, Map<unknown, unknown>>()

const own = (key: unknown, target: object): unknown => store.get(target)?.get(key)

const inherited = (key: unknown, target: object | null): unknown => {
  for (let at = target; at; at = Object.getPrototypeOf(at) as object | null) {
    const value = own(key, at)
    if (value !== undefined) return value
  }
  return undefined
}

const define = (key: unknown, value: unknown, target: object): void => {
  const values = store.get(target) ?? new Map<unknown, unknown>()
  values.set(key, value)
  store.set(target, values)
}

/** The X.509 library, loaded on first use: a running agent never needs it. */
export const loadX509 = async () => {
  if (!('getMetadata' in Reflect)) {
    Object.assign(Reflect, { getMetadata: inherited, getOwnMetadata: (key: unknown, target: object) => own(key, target), defineMetadata: define })
  }
  return import('@peculiar/x509')
}
