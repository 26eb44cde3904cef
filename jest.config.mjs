export default { projects: ['<rootDir>/packages/*', '<rootDir>/tools'], testTimeout: 60_000 };
