import { serve } from '@/server/api/serve'
import { db } from '@/server/store/db'

export const dynamic = 'force-dynamic'

const handle = (request: Request): Promise<Response> => serve(request, db())

export { handle as GET, handle as POST, handle as PUT, handle as PATCH, handle as DELETE }
