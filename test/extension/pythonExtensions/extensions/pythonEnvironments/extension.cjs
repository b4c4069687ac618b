/**
 * Exports the functions of Python Environments that ask for environments, as an extension that knows none;
 * tests put others in their place.
 */
exports.activate = () => ({
  getEnvironment: async () => undefined,
  getEnvironments: async () => [],
  resolveEnvironment: async () => undefined,
});
