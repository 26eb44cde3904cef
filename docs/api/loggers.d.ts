declare module '@cmg/loggers' {
  export const mlflow: import("@cmg/core").ObserverFactory<{
      uri?: string | undefined;
      experiment: string;
  }>;
  export const wandb: import("@cmg/core").ObserverFactory<{
      project: string;
      entity?: string | undefined;
  }>;
}
