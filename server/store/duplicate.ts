import { Prisma } from './generated/client'

/** True when a write was refused by a unique index (Prisma P2002). */
export const isDuplicate = (error: unknown): boolean => error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
