import { NetworkListPage } from '@/components/network/NetworkList'

export default function Page() {
  return <NetworkListPage />
}
