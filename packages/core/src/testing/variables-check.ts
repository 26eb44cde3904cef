import type { ParameterScope } from '../parameter-scope.js';
import { expectThat } from './assertions.js';
import type { Check } from './check.js';
import { countVariables } from './guards.js';

/** For what is trained with a run: it makes no variables but those of the scope that it is given. */
export function variablesCheck(build: () => { readonly scope: ParameterScope }): Check {
  return {
    name: 'makes all its variables in the given scope',
    run: () => {
      const before = countVariables();
      const { scope } = build();
      const outside = countVariables() - before - scope.parameters.size;
      scope.dispose();
      expectThat(
        outside === 0,
        `${outside} variables are outside the scope: make them with build.parameters.variable, so that they are trained and saved`,
      );
    },
  };
}
