/**
 * Exports the part of the Python extension that is about environments, with none known; tests put other
 * answers in their place.
 */
exports.activate = () => ({
  ready: Promise.resolve(),
  environments: {
    known: [],
    getActiveEnvironmentPath: () => ({ id: 'DEFAULT_PYTHON', path: 'python' }),
    resolveEnvironment: async () => undefined,
  },
});
