import { expect, test } from 'vitest'
import { filterEntries, type PaletteEntry } from './paletteEntries'

const entry = (group: PaletteEntry['group'], label: string): PaletteEntry => ({ id: label, group, label, path: '/' })
const entries = [entry('commands', 'New virtual machine'), entry('pages', 'Virtual machines'), entry('pages', 'Hosts'), entry('objects', 'web-machine')]
const labels = (text: string) => filterEntries(entries, text).map(e => e.label)

test('objects first, then pages, then commands', () => expect(labels('machine')).toEqual(['web-machine', 'Virtual machines', 'New virtual machine']))
test('each word must occur in pages and commands', () => expect(labels('new mach')).toEqual(['web-machine', 'New virtual machine']))
test('nothing typed shows every page', () => expect(labels('')).toHaveLength(4))
