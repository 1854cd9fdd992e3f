import type { NotificationData } from '@mantine/notifications';
import { problemOf } from './problem.ts';

let say: (text: string) => void = () => undefined;

/** Hands what toasts say to the one place that shows them. */
export function onToast(listener: (text: string) => void): () => void {
  say = listener;
  return () => {
    say = () => undefined;
  };
}

/** The library is loaded when it is first needed: most visits never show a toast. */
async function show(toast: NotificationData): Promise<void> {
  say([toast.title, toast.message].filter(Boolean).join('. '));
  const { notifications } = await import('@mantine/notifications');
  notifications.show(toast);
}

/** Something was done; it goes by itself. */
export const toastDone = (title: string, message = ''): void => void show({ title, message, color: 'pine' });

/** Something was saved, or, where the answer says so, waits for a second person now. */
export function toastSaved(answer: unknown, title: string, message = ''): void {
  if (isPending(answer))
    void show({
      title: 'Sent for approval',
      message: 'Nothing has changed yet: a second person has to agree. It waits on the page Approvals.',
      color: 'amber',
    });
  else toastDone(title, message);
}

/** True for the answer to a change that waits for a second person. */
export const isPending = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'pending' in answer && answer.pending !== null;

/** Something was done, but not quite as it should be; it stays until it is closed. */
export const toastWarning = (title: string, message: string): void =>
  void show({ title, message, color: 'amber', autoClose: false });

/** Something was not done; it stays until it is closed. */
export const toastFailure = (title: string, error: unknown): void => {
  const problem = problemOf(error);
  const id = problem.errorId === null ? '' : ` (${problem.errorId})`;
  void show({ title, message: `${problem.message}${id}`, color: 'red', autoClose: false });
};
