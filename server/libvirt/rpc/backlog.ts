/** Received items that a reader has not asked for yet, with their size in bytes. */
export class Backlog<Item> {
  private items: { item: Item; bytes: number }[] = []
  private total = 0

  get bytes(): number {
    return this.total
  }

  get empty(): boolean {
    return this.items.length === 0
  }

  add(item: Item, bytes: number): void {
    this.items.push({ item, bytes })
    this.total += bytes
  }

  next(): Item | undefined {
    const entry = this.items.shift()
    this.total -= entry?.bytes ?? 0
    return entry?.item
  }

  clear(): void {
    this.items = []
    this.total = 0
  }
}
