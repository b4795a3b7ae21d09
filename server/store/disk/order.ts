/** Disks of a machine in their order: the first one is booted from unless told otherwise, whatever bus it sits on. */
export const bootFirst: [{ position: 'asc' }, { target: 'asc' }, { id: 'asc' }] = [{ position: 'asc' }, { target: 'asc' }, { id: 'asc' }]
