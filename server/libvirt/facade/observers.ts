type Observer<Value> = (value: Value) => void

/** Typed observers by name. An observer's error surfaces as an uncaught exception, apart from the others. */
export class Observers<Events extends object> {
  private readonly byName = new Map<keyof Events, Set<Observer<never>>>()

  add<K extends keyof Events>(name: K, observer: Observer<Events[K]>): () => void {
    const own: Observer<Events[K]> = (value) => observer(value)
    const observers = this.byName.get(name) ?? new Set()
    this.byName.set(name, observers.add(own))
    return () => observers.delete(own)
  }

  tell<K extends keyof Events>(name: K, value: Events[K]): void {
    // Whoever is added by an observer is told from the next time on.
    const now = [...(this.byName.get(name) ?? [])]
    for (const observer of now) {
      try {
        ;(observer as Observer<Events[K]>)(value)
      } catch (error) {
        process.nextTick(() => {
          throw error
        })
      }
    }
  }
}
