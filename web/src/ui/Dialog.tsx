import { Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Dialog.module.css';
import { useFocusReturn } from './useFocusReturn.ts';

interface DialogProps {
  title: string;
  onClose: () => void;
  size?: 'md' | 'lg' | 'xl';
  children: ReactNode;
}

/** The app's one kind of modal. Its head is a plain div: Mantine's is a page banner to screen readers. */
export function Dialog({ title, onClose, size = 'md', children }: DialogProps) {
  useFocusReturn();
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={size === 'xl' ? 1080 : size}
      centered
      // Mantine gives the focus back when `opened` changes; a dialog here is unmounted instead.
      returnFocus={false}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title>
            <Text fw={650}>{title}</Text>
          </Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** The buttons at the end of a long dialog: in sight, however much stands above them. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className={classes.actions}>{children}</div>
);
