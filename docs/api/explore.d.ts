declare module '@cmg/explore' {
  export interface ExploreOptions extends Pick<OpenRunOptions, 'components' | 'plugins' | 'onDataProgress'> {
      readonly heads?: readonly string[];
      readonly index?: string;
      readonly port?: number;
  }
  export interface ExportSiteOptions extends Omit<ExploreOptions, 'port'> {
      readonly clips?: number;
      readonly onProgress?: (files: number) => void;
  }
  export interface ExportedSite {
      readonly files: number;
      readonly bytes: number;
  }
  export interface Served {
      readonly url: string;
      readonly close: () => Promise<void>;
  }
  export function explore(folders: readonly string[], { heads, port, ...options }?: ExploreOptions): Promise<Served>;
  export function exportSite(folders: readonly string[], folder: string, options?: ExportSiteOptions): Promise<ExportedSite>;
}
