import { Badge, Group, Text, UnstyledButton } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import type { RevisionEntry } from '../../trpc.ts';
import { ChevronIcon } from '../icons.tsx';
import { When } from '../When.tsx';
import { ChangeList } from './ChangeList.tsx';
import classes from './RevisionItem.module.css';
import { revisionWords } from './summary.ts';

const badges: Record<RevisionEntry['kind'], { words: string; color: string } | null> = {
  commit: null,
  restore: { words: 'Restore', color: 'pine' },
  override: { words: 'Override', color: 'amber' },
};

/** One revision: who, when and why; the changes unfold below. */
export function RevisionItem({ revision, children }: { revision: RevisionEntry; children?: ReactNode }) {
  const [open, setOpen] = useState(false);
  const body = useId();
  const badge = badges[revision.kind];
  const words = revisionWords(revision);
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <span className={classes.number}>#{revision.number}</span>
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={open}
          aria-controls={body}
          onClick={() => setOpen(!open)}
        >
          <Group gap={8} wrap="nowrap" align="flex-start">
            <span className={classes.chevron} data-open={open || undefined}>
              <ChevronIcon size={14} />
            </span>
            <Text component="span" size="sm" fw={600}>
              {words.title}
            </Text>
            {badge && (
              <Badge size="xs" radius="sm" tt="none" variant="light" color={badge.color}>
                {badge.words}
              </Badge>
            )}
          </Group>
          <Text component="span" display="block" size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {revision.author.name}, <When at={revision.at} />
            {words.below !== '' && ` · ${words.below}`}
          </Text>
        </UnstyledButton>
        <div className={classes.actions}>{children}</div>
      </div>
      <div id={body} className={classes.body} hidden={!open}>
        {open && <ChangeList changes={revision.changes} />}
      </div>
    </li>
  );
}
