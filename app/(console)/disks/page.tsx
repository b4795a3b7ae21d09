import { DiskListPage } from '@/components/disk/DiskListPage'

export default function Page() {
  return <DiskListPage />
}
