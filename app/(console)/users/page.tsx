import { UserListPage } from '@/components/user/UserListPage'

export default function Page() {
  return <UserListPage />
}
