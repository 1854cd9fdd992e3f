import { Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Dialog.module.css';

interface DialogProps {
  title: string;
  onClose: () => void;
  size?: 'md' | 'lg' | 'xl';
  children: ReactNode;
}

/** The app's one kind of modal. Its head is a plain div: Mantine's is a page banner to screen readers. */
export function Dialog({ title, onClose, size = 'md', children }: DialogProps) {
  return (
    <Modal.Root opened onClose={onClose} size={size === 'xl' ? 1080 : size} centered>
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
