export declare const NATIVE_DEFAULTS: Readonly<Record<string, string>>;
export declare function setNativeDefaults(env: NodeJS.ProcessEnv): void;
export declare function hasNvidiaGpu(): boolean;
