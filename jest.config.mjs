export default { projects: ['<rootDir>/packages/*', '<rootDir>/tools'], testTimeout: 180_000 };
