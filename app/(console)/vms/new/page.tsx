import { NewVmPage } from '@/components/vm/wizard/NewVmPage'

export default function Page() {
  return <NewVmPage />
}
