import { docsPage } from '@/server/api/docs/page'
import { openApiDocument } from '@/server/api/openapi'

export const dynamic = 'force-dynamic'

export const GET = async (): Promise<Response> => new Response(docsPage(await openApiDocument()), { headers: { 'content-type': 'text/html; charset=utf-8' } })
