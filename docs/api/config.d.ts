declare module '@cmg/config' {
  export interface ConfigEntry {
      readonly section: Section;
      readonly path: readonly PropertyKey[];
      readonly entry: ComponentConfig;
  }
  export interface ConfigIssue {
      readonly path: readonly PropertyKey[];
      readonly message: string;
  }
  export interface ConfigOverrides {
      readonly set?: readonly string[] | undefined;
      readonly without?: readonly string[] | undefined;
      readonly add?: readonly string[] | undefined;
  }
  export interface LoadComponentsOptions {
      readonly base?: string;
      readonly plugins?: readonly string[];
  }
  export interface LoadConfigOptions extends ConfigOverrides {
      readonly plugins?: boolean;
  }
  export interface LoadStudyOptions extends ConfigOverrides {
      readonly studies?: ReadonlyMap<string, string>;
      readonly base?: string;
      readonly evaluate?: readonly string[];
  }
  export interface LoadedComponent<Kind extends ComponentKind = ComponentKind> {
      readonly component: ComponentKinds[Kind];
      readonly origin: ComponentOrigin;
      readonly file?: string;
  }
  export interface LoadedConfig {
      readonly config: RunConfig;
      readonly components: Components;
  }
  export interface LoadedStudy {
      readonly name: string;
      readonly title: string | undefined;
      readonly summary: string | undefined;
      readonly seeds: number;
      readonly reference: string;
      readonly rows: readonly StudyRowConfig[];
      readonly evaluations: readonly StudyEvaluation[];
      readonly published: readonly PublishedFigures[];
  }
  export const OVERRIDE_OPTIONS: readonly OptionDescription[];
  export interface OptionDescription {
      readonly flags: string;
      readonly description: string;
      readonly name: 'set' | 'without' | 'add' | 'plugins';
  }
  export const PLUGIN_OPTION: OptionDescription;
  export type ParsedConfig = {
      readonly config: RunConfig;
      readonly issues: readonly [
      ];
  } | {
      readonly config: undefined;
      readonly issues: readonly ConfigIssue[];
  };
  export type PublishedFigures = z.output<typeof publishedFigures>;
  export type RecordedComponents = Partial<Pick<RunConfig, Section['key']>>;
  export interface ResolvedModule {
      readonly file: string;
      readonly package?: {
          readonly name: string;
          readonly version?: string;
      };
  }
  export interface Section {
      readonly key: 'data' | 'modalities' | 'codebook' | 'objectives' | 'tasks' | 'observers';
      readonly kind: ComponentKind;
      readonly registry: Exclude<keyof Components, 'configs'>;
      readonly noun: string;
      readonly list: boolean;
      readonly required: boolean;
      readonly fallback?: string;
  }
  export interface StudyEvaluation {
      readonly config: RunConfig;
      readonly components: Components;
  }
  export interface StudyRowConfig {
      readonly label: string;
      readonly config: RunConfig;
      readonly components: Components;
  }
  export function addPlugins(components: Components, specifiers: readonly string[]): Promise<Components>;
  export function configFromText(text: string, file: string, components: Components, options?: LoadConfigOptions): Promise<LoadedConfig>;
  export function configJsonSchema(components: Components): Record<string, unknown>;
  export function configText(config: RunConfig): string;
  export function entriesOf(config: RecordedComponents): ConfigEntry[];
  export function findComponent<Kind extends ComponentKind>(kind: Kind, name: string, base: string): Promise<LoadedComponent<Kind> | undefined>;
  export function isPath(specifier: string): boolean;
  export function loadComponent<Kind extends ComponentKind>(kind: Kind, specifier: string, base: string): Promise<LoadedComponent<Kind>>;
  export function loadComponents(recorded: RecordedComponents, components: Components, options?: LoadComponentsOptions): Promise<Components>;
  export function loadConfig(file: string, components: Components, options?: LoadConfigOptions): Promise<LoadedConfig>;
  export function loadStudy(given: string, components: Components, options?: LoadStudyOptions): Promise<LoadedStudy>;
  export function mapEntries(config: RunConfig, map: (entry: ConfigEntry) => object): {
      readonly [Key in keyof RunConfig]: unknown;
  };
  export function nearest(name: string, known: readonly string[]): string | undefined;
  export function parseConfig(raw: unknown, components: Components): ParsedConfig;
  export function parseYaml(text: string, file: string): unknown;
  export function pathText(path: readonly PropertyKey[]): string;
  // published-figures
  const publishedFigures: z.ZodObject<{
      data: z.ZodObject<{
          use: z.ZodString;
      }, z.core.$loose>;
      modalities: z.ZodArray<z.ZodString>;
      task: z.ZodString;
      directions: z.ZodArray<z.ZodTuple<[
          z.ZodString,
          z.ZodString
      ], null>>;
      rows: z.ZodRecord<z.ZodString, z.ZodArray<z.ZodNumber>>;
  }, z.core.$strict>;
  export const readConfigFile: (file: string) => Promise<string>;
  export function reload<Kind extends ComponentKind>(kind: Kind, name: string, from: ComponentOrigin, base?: string): Promise<LoadedComponent<Kind>>;
  export function resolveModule(specifier: string, base: string): Promise<ResolvedModule>;
  export const runConfigShape: z.ZodObject<{
      name: z.ZodString;
      seed: z.ZodDefault<z.ZodInt>;
      data: z.ZodObject<{
          use: z.ZodString;
      }, z.core.$loose>;
      modalities: z.ZodArray<z.ZodObject<{
          use: z.ZodString;
      }, z.core.$loose>>;
      width: z.ZodDefault<z.ZodInt>;
      codebook: z.ZodObject<{
          use: z.ZodString;
      }, z.core.$loose>;
      init: z.ZodExactOptional<z.ZodObject<{
          run: z.ZodString;
          step: z.ZodExactOptional<z.ZodUnion<readonly [
              z.ZodInt,
              z.ZodEnum<{
                  best: "best";
                  last: "last";
              }>
          ]>>;
      }, z.core.$strict>>;
      freeze: z.ZodDefault<z.ZodArray<z.ZodString>>;
      objectives: z.ZodArray<z.ZodObject<{
          use: z.ZodString;
      }, z.core.$loose>>;
      training: z.ZodPrefault<z.ZodObject<{
          split: z.ZodDefault<z.ZodString>;
          modalities: z.ZodExactOptional<z.ZodArray<z.ZodString>>;
          epochs: z.ZodDefault<z.ZodInt>;
          steps: z.ZodExactOptional<z.ZodInt>;
          batchSize: z.ZodDefault<z.ZodInt>;
          accumulate: z.ZodDefault<z.ZodInt>;
          learningRate: z.ZodDefault<z.ZodNumber>;
          weightDecay: z.ZodDefault<z.ZodNumber>;
          averageWeights: z.ZodExactOptional<z.ZodObject<{
              decay: z.ZodDefault<z.ZodNumber>;
          }, z.core.$strict>>;
          schedule: z.ZodDefault<z.ZodEnum<{
              cosine: "cosine";
              step: "step";
          }>>;
          warmupSteps: z.ZodDefault<z.ZodNumber>;
          milestones: z.ZodDefault<z.ZodArray<z.ZodNumber>>;
          gamma: z.ZodDefault<z.ZodNumber>;
          clip: z.ZodPrefault<z.ZodObject<{
              norm: z.ZodDefault<z.ZodNumber>;
              per: z.ZodDefault<z.ZodEnum<{
                  all: "all";
                  module: "module";
              }>>;
          }, z.core.$strict>>;
          compile: z.ZodDefault<z.ZodEnum<{
              always: "always";
              auto: "auto";
              never: "never";
          }>>;
          logEvery: z.ZodDefault<z.ZodInt>;
          keep: z.ZodPrefault<z.ZodObject<{
              last: z.ZodDefault<z.ZodInt>;
              every: z.ZodExactOptional<z.ZodUnion<readonly [
                  z.ZodInt,
                  z.ZodLiteral<"epoch">
              ]>>;
              best: z.ZodExactOptional<z.ZodString>;
          }, z.core.$strict>>;
          validation: z.ZodPrefault<z.ZodObject<{
              split: z.ZodExactOptional<z.ZodString>;
              clips: z.ZodDefault<z.ZodInt>;
              every: z.ZodExactOptional<z.ZodInt>;
          }, z.core.$strict>>;
          earlyStop: z.ZodExactOptional<z.ZodObject<{
              by: z.ZodString;
              patience: z.ZodDefault<z.ZodInt>;
          }, z.core.$strict>>;
      }, z.core.$strict>>;
      tasks: z.ZodDefault<z.ZodArray<z.ZodObject<{
          use: z.ZodString;
      }, z.core.$loose>>>;
      observers: z.ZodDefault<z.ZodArray<z.ZodObject<{
          use: z.ZodString;
      }, z.core.$loose>>>;
  }, z.core.$strict>;
  export function showConfig(config: RunConfig): Record<string, unknown>;
  export const trainingOptions: z.ZodObject<{
      split: z.ZodDefault<z.ZodString>;
      modalities: z.ZodExactOptional<z.ZodArray<z.ZodString>>;
      epochs: z.ZodDefault<z.ZodInt>;
      steps: z.ZodExactOptional<z.ZodInt>;
      batchSize: z.ZodDefault<z.ZodInt>;
      accumulate: z.ZodDefault<z.ZodInt>;
      learningRate: z.ZodDefault<z.ZodNumber>;
      weightDecay: z.ZodDefault<z.ZodNumber>;
      averageWeights: z.ZodExactOptional<z.ZodObject<{
          decay: z.ZodDefault<z.ZodNumber>;
      }, z.core.$strict>>;
      schedule: z.ZodDefault<z.ZodEnum<{
          cosine: "cosine";
          step: "step";
      }>>;
      warmupSteps: z.ZodDefault<z.ZodNumber>;
      milestones: z.ZodDefault<z.ZodArray<z.ZodNumber>>;
      gamma: z.ZodDefault<z.ZodNumber>;
      clip: z.ZodPrefault<z.ZodObject<{
          norm: z.ZodDefault<z.ZodNumber>;
          per: z.ZodDefault<z.ZodEnum<{
              all: "all";
              module: "module";
          }>>;
      }, z.core.$strict>>;
      compile: z.ZodDefault<z.ZodEnum<{
          always: "always";
          auto: "auto";
          never: "never";
      }>>;
      logEvery: z.ZodDefault<z.ZodInt>;
      keep: z.ZodPrefault<z.ZodObject<{
          last: z.ZodDefault<z.ZodInt>;
          every: z.ZodExactOptional<z.ZodUnion<readonly [
              z.ZodInt,
              z.ZodLiteral<"epoch">
          ]>>;
          best: z.ZodExactOptional<z.ZodString>;
      }, z.core.$strict>>;
      validation: z.ZodPrefault<z.ZodObject<{
          split: z.ZodExactOptional<z.ZodString>;
          clips: z.ZodDefault<z.ZodInt>;
          every: z.ZodExactOptional<z.ZodInt>;
      }, z.core.$strict>>;
      earlyStop: z.ZodExactOptional<z.ZodObject<{
          by: z.ZodString;
          patience: z.ZodDefault<z.ZodInt>;
      }, z.core.$strict>>;
  }, z.core.$strict>;
}
