import { StorageDomainListPage } from '@/components/storage/StorageDomainList'

export default function Page() {
  return <StorageDomainListPage />
}
