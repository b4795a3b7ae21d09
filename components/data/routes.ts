import { ContractProcedure, type AnyContractRouter } from '@orpc/contract'
import minified from './contract.min.json'

interface Route {
  method: string
  path: string
}
type Routes = { [name: string]: Routes | Route }

const isRoute = (part: Routes | Route): part is Route => typeof part.path === 'string'
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** The contract without schemas, in the form that OpenAPILink reads. */
export function contractOf(routes: Routes = minified): AnyContractRouter {
  return Object.fromEntries(
    Object.entries(routes).map(([name, part]) => {
      if (!isRoute(part)) return [name, contractOf(part)]
      const method = methods.find(m => m === part.method)
      return [name, new ContractProcedure({ route: { method, path: `/${part.path.slice(1)}` }, meta: {}, errorMap: {} })]
    }),
  )
}
