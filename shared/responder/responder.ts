import { z } from 'zod';
import { Condition } from '../model/condition.ts';
import { Key, Name } from '../model/key.ts';
import { templateProblem } from './template.ts';

export const mostRules = 50;

/** A variable of a call. `input` is what the user wrote. */
const VariableName = z.string().min(1, 'Name a variable').max(64);

/** Text with `{{ … }}` where values go; `\{{` is two braces as they are. */
const AnswerTemplate = z
  .string()
  .min(1, 'Say what is answered')
  .max(20_000)
  .superRefine((template, context) => {
    const message = templateProblem(template);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

/** A pattern in RE2's syntax, found anywhere in the text; it runs in linear time. */
export const ResponderPattern = z.object({
  variable: VariableName.default('input'),
  pattern: z.string().min(1, 'Type a pattern').max(500),
  ignoreCase: z.boolean().default(true),
});
export type ResponderPattern = z.infer<typeof ResponderPattern>;

const OwnCondition = Condition.refine(
  (condition) => !('segment' in condition),
  'An answering rule looks at variables and attributes; segments belong in the rules of the flag',
);

/** All of it must hold. What is empty asks for nothing. */
export const ResponderWhen = z.object({
  patterns: z.array(ResponderPattern).max(5).default([]),
  /** Conditions whose attribute is a variable of the call. */
  variables: z.array(OwnCondition).max(20).default([]),
  /** Conditions on the evaluation context. */
  context: z.array(OwnCondition).max(20).default([]),
});
export type ResponderWhen = z.infer<typeof ResponderWhen>;

export const ResponderRule = z.object({
  id: Key,
  name: Name,
  /** Absent: the rule always holds. */
  when: ResponderWhen.exactOptional(),
  answer: AnswerTemplate,
});
export type ResponderRule = z.infer<typeof ResponderRule>;

/** Answers by rules instead of a model: the first rule that holds gives the answer, else the default does. */
export const Responder = z
  .object({
    rules: z.array(ResponderRule).max(mostRules).default([]),
    defaultAnswer: AnswerTemplate,
  })
  .superRefine(({ rules }, context) => {
    rules.forEach((rule, index) => {
      if (rules.findIndex((other) => other.id === rule.id) !== index)
        context.addIssue({
          code: 'custom',
          path: ['rules', index, 'id'],
          message: 'Two rules have the same id',
        });
    });
  });
export type Responder = z.infer<typeof Responder>;
