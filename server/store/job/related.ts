import { z } from 'zod'

const OnDisk = z.object({ diskId: z.uuid() })

/** The disk that a job works on: the job itself may be about its machine. */
export const relatedTo = (input: unknown): string | null => OnDisk.safeParse(input).data?.diskId ?? null
