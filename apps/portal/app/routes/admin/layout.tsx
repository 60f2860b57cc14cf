import { Outlet } from 'react-router';
import { AdminNav } from '~/components/admin-nav';
import '~/theme/guide.css';
import '~/theme/work.css';

export default function AdminLayout() {
  return (
    <>
      <AdminNav />
      <Outlet />
    </>
  );
}
