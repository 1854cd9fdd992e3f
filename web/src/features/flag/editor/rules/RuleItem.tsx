import { type PointerEvent, useContext, useId, useState } from 'react';
import type { Rule } from '../../../../../../shared/model/flag.ts';
import { IssuesContext } from '../../../../ui/form/issues.ts';
import { useEditor } from '../EditorContext.ts';
import { ServeEditor } from '../serve/ServeEditor.tsx';
import { RuleHead } from './RuleHead.tsx';
import { RuleMatch } from './RuleMatch.tsx';
import classes from './Rules.module.css';
import { RuleWindow } from './RuleWindow.tsx';
import { ruleSummary } from './ruleSummary.ts';

interface RuleItemProps {
  rule: Rule;
  index: number;
  dragged: boolean;
  itemRef: (element: HTMLElement | null) => void;
  onDrag: (event: PointerEvent) => void;
  onMove: (by: number, button: HTMLElement) => void;
  onChange: (rule: Rule) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}

/** One rule: folded, it is a sentence; unfolded, whom it meets, when, and what it serves. */
export function RuleItem(props: RuleItemProps) {
  const { rule, index, onChange } = props;
  const { draft, base, data } = useEditor();
  const path = `rules.${index}`;
  const [unfolded, setUnfolded] = useState(rule.name === '');
  const faulty = useContext(IssuesContext).some((issue) => issue.path.startsWith(`${path}.`));
  const open = unfolded || faulty;
  const body = useId();
  const live = base.rules.find((one) => one.id === rule.id);
  const what = rule.name === '' ? `rule ${index + 1}` : `“${rule.name}”`;
  return (
    <li ref={props.itemRef} className={classes.rule} data-dragged={props.dragged || undefined}>
      <RuleHead
        rule={rule}
        index={index}
        count={draft.rules.length}
        open={open}
        body={body}
        onToggle={() => setUnfolded(!unfolded)}
        onRename={(name) => onChange({ ...rule, name })}
        onDrag={props.onDrag}
        onMove={props.onMove}
        onDuplicate={props.onDuplicate}
        onRemove={props.onRemove}
      />
      {!open && <div className={classes.summary}>{ruleSummary(draft, data.segments, rule)}</div>}
      <div id={body} className={open ? classes.body : undefined} hidden={!open}>
        {open && (
          <>
            <RuleMatch path={`${path}.match`} rule={rule} onChange={onChange} />
            <div>
              <h3 className={classes.label}>They get</h3>
              <ServeEditor
                flag={draft}
                path={`${path}.serve`}
                what={what}
                serve={rule.serve}
                live={live ? { serve: live.serve, rule: live.id } : null}
                onChange={(serve) => onChange({ ...rule, serve })}
              />
            </div>
            <RuleWindow path={`${path}.window`} rule={rule} onChange={onChange} />
          </>
        )}
      </div>
    </li>
  );
}
