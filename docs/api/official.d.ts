declare module '@cmg/official' {
  export const CHECKPOINT_MODULES: ReadonlyMap<string, string>;
  export interface ImportReport {
      readonly unused: ReadonlyMap<string, string>;
  }
  export interface ModalitySizes {
      readonly features: number;
      readonly specific: number;
      readonly club: number;
      readonly feedForward: number;
      readonly layers: number;
      readonly lstm?: {
          readonly width: number;
          readonly layers: number;
      };
  }
  export type NamedConfig = Pick<RunConfig, 'modalities' | 'objectives' | 'width'>;
  export type OfficialCheckpoint = ReadonlyMap<string, ReadonlyMap<string, NdArray>>;
  export interface OfficialFile {
      readonly checkpoint: OfficialCheckpoint;
      readonly epoch: number;
      readonly step: number;
      readonly moments: OfficialMoments['moments'];
      readonly otherKeys: readonly string[];
  }
  export interface OfficialMoments {
      readonly moments: ReadonlyMap<string, ParameterMoments>;
      readonly keys: readonly string[];
  }
  export interface OfficialName {
      readonly module: string;
      readonly name: string;
      readonly rows?: readonly [
          begin: number,
          end: number
      ];
  }
  export type OfficialNames = ReadonlyMap<string, OfficialName>;
  export interface OfficialSizes {
      readonly modalities: PerModality<ModalitySizes>;
      readonly width: number;
      readonly codes: number;
      readonly clubHidden: number | undefined;
      readonly crossCpc: {
          readonly layers: number;
          readonly predictionSteps: number;
      } | undefined;
  }
  export type OfficialTree = Map<string, number | ReadonlyMap<string, NdArray>>;
  export interface ParameterMoments {
      readonly first: NdArray;
      readonly second: NdArray;
      readonly steps: number;
  }
  export function byOfficialName(tensors: ReadonlyMap<string, tf.Tensor>, names: OfficialNames): Promise<OfficialCheckpoint>;
  export function checkpointOf(tensors: Iterable<readonly [
      name: string,
      array: NdArray
  ]>): OfficialCheckpoint;
  export function exportCheckpoint(model: Model, config: NamedConfig, base?: OfficialCheckpoint): Promise<OfficialCheckpoint>;
  export function importCheckpoint(model: Model, config: NamedConfig, checkpoint: OfficialCheckpoint): ImportReport;
  export function importMoments(parameters: ParameterMap, config: NamedConfig, moments: ReadonlyMap<string, ParameterMoments>): Map<string, NdArray>;
  export function keepUnusedTensors(folder: string, checkpoint: OfficialCheckpoint, names: Iterable<string>): Promise<void>;
  export function officialNames({ modalities, objectives, width }: NamedConfig): OfficialNames;
  export function officialTensor(checkpoint: OfficialCheckpoint, module: string, name: string): NdArray | undefined;
  export function officialTree({ checkpoint, epoch, step }: Pick<OfficialFile, 'checkpoint' | 'epoch' | 'step'>): OfficialTree;
  export function readMoments(saved: ReadonlyMap<PickleValue, PickleValue>, checkpoint: OfficialCheckpoint): OfficialMoments;
  export function readOfficialFile(file: string): Promise<OfficialFile>;
  export function sizedConfig(preset: RunConfig, { modalities, width, codes, clubHidden, crossCpc }: OfficialSizes): RunConfig;
  export function sizesOfCheckpoint(checkpoint: OfficialCheckpoint): OfficialSizes;
  export function unusedTensors(folder: string): Promise<OfficialCheckpoint>;
}
