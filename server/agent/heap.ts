import { setFlagsFromString } from 'node:v8'

/**
 * Imported first, before anything fills the heap. Node lets the young part of it grow to 32 MiB and more, and the old part to twice what
 * is in use, before it looks for garbage: too much for a program that shares its host with machines. Kept small, a collection comes more
 * often and takes a few milliseconds at most.
 */
setFlagsFromString('--semi-space-growth-factor=1')
setFlagsFromString('--heap-growing-percent=30')
