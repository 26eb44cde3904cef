declare module '@cmg/hub' {
  export interface CardFacts {
      readonly info: CheckpointInfo;
      readonly heads: readonly HeadDescription[];
      readonly licence: string;
      readonly source: string;
  }
  export interface PullOptions {
      readonly out?: string | undefined;
      readonly onFile?: (path: string, bytes: number) => void;
  }
  export interface PulledRun {
      readonly folder: string;
      readonly heads: readonly string[];
      readonly plugins: readonly string[];
  }
  export interface PushOptions extends SharedContent {
      readonly private?: boolean;
      readonly message?: string | undefined;
  }
  export interface PushedRun {
      readonly where: string;
      readonly files: readonly string[];
      readonly bytes: number;
  }
  // collect-run
  interface SharedContent {
      readonly step?: CheckpointChoice | undefined;
      readonly heads?: string | undefined;
      readonly licence?: string | undefined;
  }
  export function modelCard({ info, heads, licence, source }: CardFacts): string;
  export function pullRun(source: string, { out, onFile }?: PullOptions): Promise<PulledRun>;
  export function pushRun(folder: string, target: string, { private: hidden, message, ...content }?: PushOptions): Promise<PushedRun>;
}
