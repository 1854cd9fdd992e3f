import { promptKey } from '../../shared/model/prompt.ts';
import { procedure, router } from '../trpc.ts';

export const unitsRouter = router({
  list: procedure({ role: 'viewer' }).query(({ ctx }) => {
    const { configuration, pipe } = ctx.dependencies;
    const snapshot = configuration.snapshot(ctx.environment);
    const uses = [...snapshot.flags.values()].flatMap((flag) =>
      flag.variants.flatMap((variant) =>
        variant.kind === 'unit'
          ? [
              {
                unit: variant.unit,
                flag: flag.key,
                flagName: flag.name,
                variant: variant.key,
                variantName: variant.name,
              },
            ]
          : [],
      ),
    );
    const units = [...snapshot.units.values()].map(({ id, label, specification }) => {
      const prompt = snapshot.prompts.get(promptKey(specification.prompt));
      return {
        id,
        label,
        specification,
        simulated: pipe.providers.get(specification.provider)?.simulated ?? false,
        usedBy: uses.filter((use) => use.unit === id).map(({ unit: _, ...use }) => use),
        prompt: prompt
          ? {
              name: prompt.name,
              version: prompt.version,
              description: prompt.description,
              path: prompt.path,
              sections: prompt.sections,
            }
          : null,
      };
    });
    return { units: units.toSorted((a, b) => a.label.localeCompare(b.label)) };
  }),
});
