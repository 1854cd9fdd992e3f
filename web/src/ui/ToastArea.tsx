import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';

/** The list of toasts that is seen. */
export default function ToastArea() {
  return <Notifications position="bottom-right" containerWidth={380} autoClose={6_000} />;
}
